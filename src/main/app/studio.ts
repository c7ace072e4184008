import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { ReadOptions } from '../../core/flow/read.ts';
import type { OwnerRef } from '../../core/run/event.ts';
import { createEngine } from '../engine/create-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { builtInExecutors } from '../executors/registry.ts';
import { createLogStore } from '../logs/index.ts';
import type { LogStore } from '../ports/log-store.ts';
import type { Processes } from '../ports/processes.ts';
import { createProcesses, type ProcessesOptions } from '../processes/index.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { inheritedEnvironment, splitEnvironment } from './environment.ts';
import { environmentSecrets } from './environment-secrets.ts';
import { type Examples, openExamples } from './example-workspace.ts';
import { createFindFlow } from './find-flow.ts';
import { createPrepareFlow } from './prepare-flow.ts';
import { readOptionsFor } from './read-options.ts';
import { createRerun, type Rerun } from './rerun.ts';
import { createRunIds } from './run-id.ts';
import { openSchedules } from './schedules/open-schedules.ts';
import type { Schedules } from './schedules/schedules.ts';
import { openSettings, type SettingsFile } from './settings/settings.ts';
import { createStartRun, type StartRun } from './start-run.ts';
import { createScratch, stepFiles } from './step-files.ts';
import { sweep } from './sweep.ts';
import { systemClock } from './system-clock.ts';
import { createEditFlowFile, type EditFlowFile } from './workspaces/edit-flow-file.ts';
import { createFlowCache, type FlowCache } from './workspaces/flow-cache.ts';
import { createWorkspaces, type Workspaces } from './workspaces/workspaces.ts';

export interface StudioOptions {
  readonly kind: OwnerRef['kind'];
  /** Absolute; see `findDataFolder`. */
  readonly dataFolder: string;
  /** How to start the program that spawns steps. */
  readonly helper: Pick<ProcessesOptions, 'helperCommand' | 'helperArgs' | 'env'>;
  /** Where the studio is installed: its own programs are kept off the path of steps. */
  readonly ownFolder: string;
  /** The environment of whoever started this process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Opened on the first start. */
  readonly examples?: Examples;
  /** Told of what has no run to be told in: a store that refuses, a run that went to another process. */
  readonly report?: (message: string) => void;
}

/** Everything that runs flows in this process, put together. */
export interface Studio {
  readonly store: Store;
  readonly logs: LogStore;
  readonly engine: Engine;
  readonly settings: SettingsFile;
  readonly cache: FlowCache;
  readonly readOptions: Omit<ReadOptions, 'file'>;
  readonly workspaces: Workspaces;
  readonly editFlowFile: EditFlowFile;
  readonly schedules: Schedules;
  readonly startRun: StartRun;
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
/** The most recent notices are kept. */
const MOST_NOTICES = 50;

/** Opens the store and puts the engine on it. Rejects with StoreUnavailable when there is nothing to work with. */
export async function createStudio(options: StudioOptions): Promise<Studio> {
  const { kind, dataFolder, examples } = options;
  const notices: string[] = [];
  const report = (message: string) => {
    if (notices.at(-1) === message) return;
    notices.push(message);
    if (notices.length > MOST_NOTICES) notices.shift();
    options.report?.(message);
  };
  const now = () => new Date(systemClock.now()).toISOString();

  const store = openStore({ dataFolder, report: (error) => report(messageOf(error)) });
  const environment = splitEnvironment(inheritedEnvironment(options.environment, options.ownFolder));
  let inherited = environment.recorded;
  const settings = openSettings(dataFolder);
  const logs = createLogStore({ folder: store.paths.logs });
  const processes = createProcesses({ ...options.helper, dataFolder });
  const executors = builtInExecutors();
  const readOptions = readOptionsFor(executors);
  const cache = createFlowCache(readOptions);
  const { runs, flows } = store;
  const workspaces = createWorkspaces({ workspaces: store.workspaces, flows, runs, cache, now });
  const prepareFlow = createPrepareFlow({ cache, flows, executors });
  const newRunId = createRunIds(systemClock.now);
  const engine = createEngine({
    coordination: store.coordination,
    findFlow: createFindFlow({ cache, prepareFlow }),
    clock: systemClock,
    log: store.events,
    runs,
    commands: store.commands,
    owners: store.owners,
    owner: store.owners.claim(kind),
    cores: availableParallelism(),
    newRunId,
    newSeed: () => randomBytes(8).toString('hex'),
    onInterrupted: () => settings.get().onInterrupted,
    report: ({ message }) => report(message),
    executors,
    secrets: environmentSecrets(options.environment),
    sensitive: environment.sensitive,
    files: stepFiles,
    logs,
    processes,
    scratch: createScratch(store.paths.scratch),
  });
  const startRun = createStartRun({ prepareFlow, workspaces: store.workspaces, engine });
  const rerun = createRerun({ log: store.events, prepareFlow, workspaces: store.workspaces, engine });
  const schedules = openSchedules({
    store,
    workspaces,
    cache,
    prepareFlow,
    engine,
    environment: () => inherited,
    newRunId,
    now: systemClock.now,
    isFiring: () => false,
    kind,
  });
  if (examples) {
    await openExamples(examples, { workspaces: store.workspaces, keyValues: store.keyValues, dataFolder, now });
  }
  const recovery = kind === 'terminal' ? undefined : keepRecovering(engine, report);
  if (kind !== 'terminal') sweep(store).catch((error: unknown) => report(messageOf(error)));

  return {
    store,
    logs,
    engine,
    settings,
    cache,
    readOptions,
    workspaces,
    editFlowFile: createEditFlowFile({ cache, options: readOptions }),
    schedules,
    startRun,
    rerun,
    processes,
    get environment() {
      return inherited;
    },
    usePath(path) {
      inherited = { ...inherited, PATH: path };
    },
    notices: () => [...store.notices, ...settings.notices(), ...notices],
    report,
    warmUp: () => processes.warmUp(),
    async close() {
      recovery?.stop();
      workspaces.close();
      settings.close();
      await engine.close();
      await processes.close();
      store.close();
    },
  };
}

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
