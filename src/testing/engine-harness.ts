import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Json } from '../core/base/json.ts';
import { readFlow } from '../core/flow/index.ts';
import { compileFlow } from '../core/run/compile.ts';
import type { ChronumEvent, OwnerRef } from '../core/run/event.ts';
import { runStream } from '../core/run/event.ts';
import { foldAll } from '../core/run/fold.ts';
import { resolveParams } from '../core/run/params.ts';
import type { RunState } from '../core/run/state.ts';
import { createEngine, type EngineParts } from '../main/engine/create-engine.ts';
import type { Engine, FindFlow, FinishedRun } from '../main/engine/engine.ts';
import type { Coordination } from '../main/ports/coordination.ts';
import { type ExecutionContext, type ExecutionResult, type Executor, SubFlowRefused } from '../main/ports/executor.ts';
import type { LogStore } from '../main/ports/log-store.ts';
import type { Owners } from '../main/ports/owners.ts';
import type { Processes } from '../main/ports/processes.ts';
import type { SecretLookup } from '../main/ports/secret-store.ts';
import { createMemoryCoordination } from './memory-coordination.ts';
import { createMemoryStore, type MemoryStore } from './memory-event-log.ts';
import { createTestClock, type TestClock } from './test-clock.ts';

/** One call of the scripted executor: the test says how it ends. */
export interface Invocation {
  readonly stepId: string;
  readonly attempt: number;
  readonly context: ExecutionContext<unknown>;
  succeed(outputs?: Readonly<Record<string, Json>>): void;
  fail(exitCode?: number): void;
  /** Whether it was asked to stop. */
  readonly isStopped: boolean;
}

/** An executor that tells a test of each call and does what the test says. Told to stop, it stops at once. */
function createScriptedExecutor(name = 'shell') {
  const waiting: ((invocation: Invocation) => void)[] = [];
  const arrived: Invocation[] = [];
  const executor: Executor = {
    name,
    title: name,
    description: 'scripted by a test',
    icon: 'flask',
    holdsSlot: true,
    takesScript: 'optional',
    jsonSchema: {},
    parse: (config) => ({ ok: true, value: config }),
    secretFields: [],
    execute: (context) =>
      new Promise<ExecutionResult>((done) => {
        context.signal.addEventListener('abort', () => done({ status: 'stopped', signal: 'SIGTERM' }), { once: true });
        const invocation: Invocation = {
          stepId: context.key.stepId,
          attempt: context.key.attempt,
          context,
          succeed: (outputs) =>
            done({ status: 'succeeded', exitCode: 0, ...(outputs === undefined ? {} : { outputs }) }),
          fail: (exitCode = 1) =>
            done({ status: 'failed', error: { kind: 'exit', exitCode, message: `exit code ${exitCode}` } }),
          get isStopped() {
            return context.signal.aborted;
          },
        };
        const waiter = waiting.shift();
        if (waiter !== undefined) waiter(invocation);
        else arrived.push(invocation);
      }),
  };
  return {
    executor,
    /** The next call, as soon as it comes. */
    next: (): Promise<Invocation> => {
      const first = arrived.shift();
      return first !== undefined ? Promise.resolve(first) : new Promise((found) => waiting.push(found));
    },
    get unanswered() {
      return arrived.length;
    },
  };
}

const noLogs: LogStore = {
  size: async () => 0,
  sizeAt: async () => 0,
  read: async () => [],
  readStream: async () => ({ bytes: new Uint8Array(), truncated: false }),
  follow: async function* () {},
  search: async function* () {},
  write: async () => {},
  pathOf: () => join(tmpdir(), 'unused'),
  remove: async () => {},
  list: async () => [],
};

const noProcesses: Processes & { readonly reaped: string[] } = {
  reaped: [],
  run: () => Promise.reject(new Error('no process in this test')),
  async reap({ mark }) {
    this.reaped.push(mark);
    return 0;
  },
  journal: async () => new Map(),
  close: async () => {},
};

export interface Harness {
  readonly engine: Engine;
  readonly store: MemoryStore;
  readonly clock: TestClock;
  readonly owner: OwnerRef;
  readonly alive: Set<string>;
  readonly reports: { readonly code: string }[];
  readonly reaped: string[];
  next(): Promise<Invocation>;
  start(
    text: string,
    options?: { params?: Readonly<Record<string, Json>>; environment?: Readonly<Record<string, string>> },
  ): Promise<{
    runId: string;
    finished: Promise<FinishedRun>;
  }>;
  events(runId: string): readonly ChronumEvent[];
  state(runId: string): RunState;
}

export interface HarnessOptions {
  readonly store?: MemoryStore;
  readonly clock?: TestClock;
  readonly ownerId?: string;
  readonly kind?: OwnerRef['kind'];
  readonly alive?: Set<string>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** In place of `secrets`. */
  readonly findSecret?: SecretLookup['find'];
  /** Where the reader of flows allows secrets, by executor. */
  readonly secretFields?: Readonly<Record<string, readonly string[]>>;
  readonly onInterrupted?: 'resume' | 'ask' | 'fail';
  readonly executors?: readonly Executor[];
  readonly coordination?: Coordination;
  readonly prepareWorkspace?: (workspace: string) => Promise<void>;
  /** Texts of flows that others may run, by name. */
  readonly flows?: Readonly<Record<string, string>>;
}

/** Reads the flow of that name, or refuses as the real finder does. */
const findIn =
  (texts: Readonly<Record<string, string>>): FindFlow =>
  async (caller, name, given) => {
    const text = texts[name];
    const flow = text === undefined ? null : readFlow(text, { file: `${name}.chronum.yaml` }).flow;
    if (flow === null) throw new SubFlowRefused(`there is no flow \`${name}\``);
    const params = resolveParams(flow.params, given);
    if (!params.ok) throw new SubFlowRefused(params.error.map((problem) => problem.message).join('\n'));
    return {
      flow: { ...caller, id: name, name, file: `${name}.chronum.yaml` },
      plan: compileFlow(flow),
      params: params.value,
    };
  };

let runs = 0;

/** An engine on a memory store, a test clock and a scripted `shell`: a test decides when time passes and how attempts end. */
export function createHarness(options: HarnessOptions = {}): Harness {
  const store = options.store ?? createMemoryStore();
  const clock = options.clock ?? createTestClock();
  const scripted = createScriptedExecutor();
  const owner: OwnerRef = { id: options.ownerId ?? 'owner-1', kind: options.kind ?? 'app', pid: 1 };
  const alive = options.alive ?? new Set<string>();
  alive.add(owner.id);
  const reports: { code: string }[] = [];
  const processes = { ...noProcesses, reaped: [] as string[] };
  const owners: Owners = {
    claim: () => owner,
    isAlive: (id) => alive.has(id),
    list: () => [],
    forget: () => {},
    tryHold: () => true,
    release: () => {},
  };
  const parts: EngineParts = {
    clock,
    log: store.events,
    runs: store.runs,
    commands: store.commands,
    coordination: options.coordination ?? createMemoryCoordination((id) => store.runs.get(id)?.finishedAt === null),
    findFlow: findIn(options.flows ?? {}),
    owners,
    owner,
    cores: 4,
    newRunId: () => `run-${++runs}`,
    newSeed: () => 'seed',
    prepareWorkspace: options.prepareWorkspace ?? (async () => undefined),
    onInterrupted: () => options.onInterrupted ?? 'resume',
    report: (problem) => reports.push(problem),
    executors: new Map([scripted.executor, ...(options.executors ?? [])].map((executor) => [executor.name, executor])),
    secrets: { find: options.findSecret ?? (async (name) => options.secrets?.[name] ?? null) },
    sensitive: {},
    files: { resolve, dirname, readDotenv: async () => null },
    logs: noLogs,
    processes,
    triggerFiles: { of: () => '', remove: () => undefined },
    scratch: () => ({
      file: () => join(tmpdir(), 'unused'),
      folder: () => join(tmpdir(), 'unused'),
      remove: async () => {},
    }),
  };
  const engine = createEngine(parts);
  return {
    engine,
    store,
    clock,
    owner,
    alive,
    reports,
    reaped: processes.reaped,
    next: scripted.next,
    start(text, { params = {}, environment = {} } = {}) {
      const { secretFields } = options;
      const reading = readFlow(text, {
        file: 'test.chronum.yaml',
        ...(secretFields === undefined ? {} : { secretFields }),
      });
      if (reading.flow === null) throw new Error(reading.diagnostics.map((d) => d.message).join('\n'));
      return engine.start({
        flow: { id: 'flow-1', name: reading.flow.name, workspace: '/w', file: 'test.chronum.yaml' },
        plan: compileFlow(reading.flow),
        params,
        trigger: { type: 'manual' },
        environment,
      });
    },
    events: (runId) => store.events.read(runStream(runId), 0),
    state(runId) {
      const state = foldAll(store.events.read(runStream(runId), 0));
      if (state === undefined) throw new Error(`there is no run ${runId}`);
      return state;
    },
  };
}
