import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Template } from '../../contract/templates.ts';
import type { Exporter } from '../../core/export/index.ts';
import { BUILT_IN_EXPORTERS } from '../../core/export/index.ts';
import type { ReadOptions } from '../../core/flow/read.ts';
import type { Frame } from '../../core/frames/frame.ts';
import { BUILT_IN_FRAMES } from '../../core/frames/registry.ts';
import type { OwnerRef } from '../../core/run/event.ts';
import { createEngine } from '../engine/create-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { createRunSecrets } from '../engine/run-secrets.ts';
import { builtInExecutors } from '../executors/registry.ts';
import { createHooks } from '../hooks/index.ts';
import { createLogStore } from '../logs/index.ts';
import { createLogSurvey } from '../logs/survey.ts';
import { createEvaluator, type HostProgram } from '../plugins/evaluator.ts';
import { createPlugins } from '../plugins/plugins.ts';
import type { DraftStore } from '../ports/draft-store.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { Hooks, Notifications } from '../ports/hooks.ts';
import type { LogStore } from '../ports/log-store.ts';
import type { LogSurvey } from '../ports/log-survey.ts';
import type { Processes } from '../ports/processes.ts';
import type { RunQueries } from '../ports/run-queries.ts';
import type { ScheduleStore } from '../ports/schedule-store.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import { createProcesses, type ProcessesOptions } from '../processes/index.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { createReader } from '../store/reader.ts';
import { type AskRun, createAskRun } from './ask-run.ts';
import { type CodeTrust, createCodeTrust } from './code-trust.ts';
import { createDryRunFlow, type DryRunFlow } from './dry-run-flow.ts';
import { inheritedEnvironment, splitEnvironment } from './environment.ts';
import { type Examples, openExamples } from './example-workspace.ts';
import { createFindFlow } from './find-flow.ts';
import { firingOwner } from './firing/firing.ts';
import { type Machine, type OpenFiring, openFiring } from './firing/open-firing.ts';
import { createHealth, type HealthOf } from './health/index.ts';
import { removeLogs } from './history/removed-logs.ts';
import { createRetention, type Retention } from './history/retention.ts';
import { openSecrets, type SecretAccess } from './open-secrets.ts';
import { pluginHostProgram } from './plugin-host-program.ts';
import { createPrepareFlow, createPreparePlan, type PrepareFlow } from './prepare-flow.ts';
import { readOptionsFor } from './read-options.ts';
import { createRerun, type Rerun } from './rerun.ts';
import { createRunIds } from './run-id.ts';
import { createCatalog } from './schedules/catalog.ts';
import { openSchedules } from './schedules/open-schedules.ts';
import { flowIdOf } from './schedules/rows.ts';
import type { Schedules } from './schedules/schedules.ts';
import { createSecretLookup } from './secret-lookup.ts';
import { openSettings, type SettingsFile } from './settings/settings.ts';
import { createStartRun, type StartRun } from './start-run.ts';
import { createScratch, createTriggerFiles, stepFiles } from './step-files.ts';
import { createStepTypes, type StepTypes } from './step-types.ts';
import { sweep } from './sweep.ts';
import { systemClock } from './system-clock.ts';
import { type CreateFlow, createCreateFlow } from './templates/create-flow.ts';
import { readTemplates } from './templates/read-templates.ts';
import { threadPrograms } from './thread-programs.ts';
import { createEditFlowFile, type EditFlowFile } from './workspaces/edit-flow-file.ts';
import { createFlowCache, type FlowCache } from './workspaces/flow-cache.ts';
import { createSaveFlowFile, type SaveFlowFile } from './workspaces/save-flow-file.ts';
import { createTurns } from './workspaces/turns.ts';
import { createWorkspaces, type Workspaces } from './workspaces/workspaces.ts';

export interface StudioOptions {
  readonly kind: OwnerRef['kind'];
  /** Absolute; see `findDataFolder`. */
  readonly dataFolder: string;
  /** How to start the program that spawns steps. */
  readonly helper: Pick<ProcessesOptions, 'helperCommand' | 'helperArgs' | 'env'>;
  /** How to start plug-in hosts; by default as they lie in `ownFolder`. */
  readonly pluginHost?: Pick<HostProgram, 'command' | 'args'>;
  /** Where the studio is installed: its own programs are kept off the path of steps. */
  readonly ownFolder: string;
  /** The environment of whoever started this process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What opens the store of secrets in this program. */
  readonly secrets?: SecretAccess;
  /** Opened on the first start. */
  readonly examples?: Examples;
  /** Battery, power events and zone as a desktop knows them. */
  readonly machine?: Partial<Machine>;
  /** Where hooks of flows show what they have to say; without one it goes to `report`. */
  readonly notifications?: Notifications;
  /** Told of what has no run to be told in: a store that refuses, a run that went to another process. */
  readonly report?: (message: string) => void;
}

/** Everything that runs flows in this process, put together. */
export interface Studio {
  readonly store: Store;
  readonly logs: LogStore;
  /** Lists, statistics and exports, read in a thread of their own. */
  readonly queries: RunQueries;
  /** Logs of many runs, searched and measured in threads of their own. */
  readonly survey: LogSurvey;
  readonly retention: Retention;
  readonly engine: Engine;
  readonly hooks: Hooks;
  /** Which code of workspaces may run. */
  readonly code: CodeTrust;
  /** Brings in code that was just let through, and has the lists of flows read again. */
  loadCode(workspace: string): Promise<void>;
  /** Those that come with Chronum, and those of the workspace's plug-ins. */
  exporters(workspace: string): Promise<ReadonlyMap<string, Exporter>>;
  readonly settings: SettingsFile;
  readonly secrets: SecretStore;
  readonly cache: FlowCache;
  readonly readOptions: Omit<ReadOptions, 'file'>;
  readonly workspaces: Workspaces;
  readonly editFlowFile: EditFlowFile;
  readonly dryRunFlow: DryRunFlow;
  readonly drafts: DraftStore;
  readonly saveFlowFile: SaveFlowFile;
  /** Flows to begin with. */
  templates(): Promise<readonly Template[]>;
  readonly createFlow: CreateFlow;
  /** The types of steps that flows of a workspace may have. */
  readonly stepTypes: StepTypes;
  readonly schedules: Schedules;
  readonly health: HealthOf;
  readonly firing: OpenFiring;
  readonly prepareFlow: PrepareFlow;
  readonly newRunId: () => string;
  readonly startRun: StartRun;
  readonly askRun: AskRun;
  readonly rerun: Rerun;
  readonly processes: Processes;
  /** The variables that steps inherit, of runs that start now. */
  readonly environment: Readonly<Record<string, string>>;
  /** Steps of runs that start from now on look for their programs here. */
  usePath(path: string): void;
  /** What a person should know about this start. */
  notices(): readonly string[];
  /** Adds to the notices something that has no run to be told in. */
  report(message: string): void;
  /** Starts the helper ahead of the first step. */
  warmUp(): Promise<void>;
  /** Lets go of unfinished runs, ends their steps, and closes the store. */
  close(): Promise<void>;
}

/** Milliseconds between two looks for runs whose owner has died. */
const RECOVER_MS = 5_000;
/** How long hooks that have begun may go on when the studio closes. */
const HOOK_PATIENCE_MS = 15_000;
/** How long reading waits for other processes that hold the database. */
const READ_PATIENCE_MS = 2_000;
/** The most recent ones are kept. */
const MOST_REPORTS = 50;

/** Opens the store and puts the engine on it. Rejects with StoreUnavailable when there is nothing to work with. */
export async function createStudio(options: StudioOptions): Promise<Studio> {
  const { kind, dataFolder, examples } = options;
  const now = () => new Date(systemClock.now()).toISOString();
  const reports: { readonly at: string; readonly text: string }[] = [];
  const report = (text: string) => {
    if (reports.at(-1)?.text === text) return;
    reports.push({ at: now(), text });
    if (reports.length > MOST_REPORTS) reports.shift();
    options.report?.(text);
  };

  const store = openStore({ dataFolder, report: (error) => report(messageOf(error)) });
  const environment = splitEnvironment(inheritedEnvironment(options.environment, options.ownFolder));
  let inherited = environment.recorded;
  const settings = openSettings(dataFolder);
  const secrets = openSecrets(store.paths, options.environment, options.secrets);
  const logs = createLogStore({ folder: store.paths.logs });
  const threads = threadPrograms(options.ownFolder);
  const queries = createReader({ program: threads.reader, path: store.paths.database, patience: READ_PATIENCE_MS });
  const survey = createLogSurvey({ folder: store.paths.logs, program: threads.survey });
  const processes = createProcesses({ ...options.helper, dataFolder });
  const executors = new Map(builtInExecutors());
  const frames = new Map<string, Frame>(BUILT_IN_FRAMES);
  const readOptions = readOptionsFor(executors, frames);
  const program = pluginHostProgram({ ...options, processes, logs: store.paths.logs, variables: environment.recorded });
  const evaluator = createEvaluator(program);
  const code = createCodeTrust({ workspaces: store.workspaces, keyValues: store.keyValues });
  const cache = createFlowCache(readOptions, {
    ensure: (workspace) => plugins.ensure(workspace),
    generation: () => plugins.generation(),
    codecs: (workspace) => plugins.codecs(workspace),
    evaluate: async (workspace, path) => {
      const refusal = await code.refusal(workspace, path);
      if (refusal !== null) return { ok: false, code: 'not-armed', message: refusal };
      return evaluator.evaluate(workspace, path);
    },
  });
  const { runs, flows } = store;
  const workspaces = createWorkspaces({ workspaces: store.workspaces, flows, runs, cache, now });
  const turns = createTurns();
  const saveFlowFile = createSaveFlowFile({ cache, turns, wrote: workspaces.wrote });
  const templates = async () => (examples ? readTemplates(examples.folder, readOptions) : []);
  const preparePlan = createPreparePlan(executors);
  const prepareFlow = createPrepareFlow({ cache, flows, preparePlan });
  const newRunId = createRunIds(systemClock.now);
  const owner = store.owners.claim(kind);
  const executorSecrets = createSecretLookup(options.environment, secrets);
  const scratch = createScratch(store.paths.scratch);
  const hooks = createHooks({
    log: store.events,
    shell: executors.get('shell')!,
    processes,
    logs,
    findSecrets: createRunSecrets({ secrets: executorSecrets, files: stepFiles }),
    sensitive: environment.sensitive,
    notifications: options.notifications ?? {
      show: ({ title, body }) => report(body === undefined ? title : `${title}: ${body}`),
    },
    scratch,
    workspaceOf: (runId) => runs.get(runId)?.workspace ?? null,
    workspaceOfSchedule: (scheduleId) => flows.workspaceOf(flowIdOf(scheduleId)),
    now,
    report,
  });
  const plugins = createPlugins({ program, executors, frames, hooks, refusal: code.refusal, report });
  const engine = createEngine({
    coordination: store.coordination,
    findFlow: createFindFlow({ cache, prepareFlow }),
    clock: systemClock,
    log: hooks.log,
    runs,
    commands: store.commands,
    owners: store.owners,
    owner,
    cores: availableParallelism(),
    newRunId,
    newSeed: () => randomBytes(8).toString('hex'),
    prepareWorkspace: plugins.ensure,
    onInterrupted: () => settings.get().onInterrupted,
    report: ({ message }) => report(message),
    executors,
    frames,
    secrets: executorSecrets,
    sensitive: environment.sensitive,
    files: stepFiles,
    logs,
    processes,
    scratch,
    triggerFiles: createTriggerFiles(store.paths.scratch),
  });
  hooks.connect(engine.record);
  // Hooks hear of instants that made no run, too.
  const toldStore: Store = { ...store, schedules: recordedThrough(store.schedules, hooks.log) };
  const startRun = createStartRun({ prepareFlow, workspaces: store.workspaces, engine });
  const rerun = createRerun({ log: store.events, prepareFlow, workspaces: store.workspaces, engine });
  const catalog = createCatalog({ workspaces, flows, cache });
  const firing = openFiring({
    clock: systemClock,
    owner,
    store: toldStore,
    catalog,
    workspaces,
    prepareFlow,
    engine,
    environment: () => inherited,
    newRunId,
    machine: options.machine,
    report,
  });
  const schedules = openSchedules({
    store: toldStore,
    catalog,
    prepareFlow,
    engine,
    environment: () => inherited,
    newRunId,
    now: systemClock.now,
    zone: firing.zone,
    isFiring: firing.isHere,
    kind,
    report,
  });
  const retention = createRetention({
    queries,
    survey,
    runs,
    workspaces,
    flows,
    cache,
    settings: settings.get,
    now: systemClock.now,
    report,
  });
  const stopRemovingLogs =
    kind === 'terminal' ? undefined : removeLogs({ log: store.events, logs, keyValues: store.keyValues, report });
  const health = createHealth({
    store,
    owner,
    firingOwner: () => (firing.isHere() ? owner : firingOwner(store)),
    secrets,
    processes,
    environment: options.environment,
    ownFolder: options.ownFolder,
    now,
    reports: () => reports,
  });
  if (examples) {
    await openExamples(examples, { workspaces: store.workspaces, keyValues: store.keyValues, dataFolder, now });
  }
  // Their hooks hear of what happens from the start.
  if (kind !== 'terminal') {
    const trusted = store.workspaces.list().filter((workspace) => workspace.trusted);
    await Promise.all(trusted.map(({ path }) => plugins.ensure(path)));
  }
  const recovery = kind === 'terminal' ? undefined : keepRecovering(engine, report);
  if (kind !== 'terminal') firing.start();
  if (kind !== 'terminal') retention.start();
  if (kind !== 'terminal') sweep(store).catch((error: unknown) => report(messageOf(error)));

  return {
    store,
    logs,
    queries,
    survey,
    retention,
    engine,
    hooks,
    code,
    async loadCode(workspace) {
      plugins.lookAgain(workspace);
      await plugins.ensure(workspace);
      workspaces.wrote(workspace);
    },
    exporters: async (workspace) => {
      await plugins.ensure(workspace);
      return new Map([...plugins.exporters(workspace), ...BUILT_IN_EXPORTERS]);
    },
    settings,
    secrets,
    cache,
    readOptions,
    workspaces: firing.workspaces,
    editFlowFile: createEditFlowFile({ cache, options: readOptions, turns, wrote: workspaces.wrote }),
    saveFlowFile,
    templates,
    createFlow: createCreateFlow({ folder: examples?.folder ?? null, templates, saveFlowFile, workspaces }),
    stepTypes: createStepTypes({ executors, frames: () => readOptions.knownFrames ?? [], ensure: plugins.ensure }),
    dryRunFlow: createDryRunFlow({ cache, options: readOptions, preparePlan }),
    drafts: store.drafts,
    schedules,
    firing,
    prepareFlow,
    newRunId,
    startRun,
    askRun: createAskRun({ ...store, engine }),
    rerun,
    processes,
    get environment() {
      return inherited;
    },
    usePath(path) {
      inherited = { ...inherited, PATH: path };
    },
    notices: () => [...store.notices, ...settings.notices(), ...reports.map(({ text }) => text)],
    health,
    report,
    warmUp: () => processes.warmUp(),
    async close() {
      recovery?.stop();
      retention.stop();
      await stopRemovingLogs?.();
      await firing.stop();
      workspaces.close();
      settings.close();
      await engine.close();
      await hooks.close(HOOK_PATIENCE_MS);
      await Promise.all([plugins.close(), evaluator.close()]);
      await processes.close();
      await queries.close();
      store.close();
    },
  };
}

const recordedThrough = (schedules: ScheduleStore, log: EventLog): ScheduleStore => ({
  ...schedules,
  record: async (appends) => {
    if (appends.length > 0) await log.appendMany(appends);
  },
});

/** Takes over runs whose owner died, now and as long as this process lives. */
function keepRecovering(engine: Engine, report: (message: string) => void): { stop(): void } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const recover = async () => {
    await engine.recover().catch((error: unknown) => report(`Interrupted runs cannot be resumed: ${messageOf(error)}`));
    if (!isStopped) timer = setTimeout(() => void recover(), RECOVER_MS).unref();
  };
  void recover();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
