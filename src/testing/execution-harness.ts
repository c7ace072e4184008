import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLogStore } from '../main/logs/index.ts';
import type { ExecutionContext, ExecutionResult, Executor } from '../main/ports/executor.ts';
import type { AttemptKey, LogStream } from '../main/ports/log-store.ts';
import type { RunningProcess } from '../main/ports/processes.ts';
import { createProcesses } from '../main/processes/index.ts';

/** Runs executors as the engine does, with real processes, in a workspace of its own. */
export interface ExecutionHarness {
  readonly workspace: string;
  write(path: string, text: string, mode?: number): string;
  execute<Config>(
    executor: Executor<Config>,
    step: {
      readonly run?: string;
      readonly with?: unknown;
      readonly context?: Partial<ExecutionContext<Config>>;
      readonly onSpawned?: (process: RunningProcess) => void;
    },
  ): Promise<Execution>;
  close(): Promise<void>;
}

export interface Execution {
  readonly result: ExecutionResult;
  /** What is in the log, of all streams or of one. */
  log(stream?: LogStream): Promise<string>;
}

const helper = fileURLToPath(new URL('../helper/index.ts', import.meta.url));

export function createExecutionHarness(): ExecutionHarness {
  const folder = mkdtempSync(join(tmpdir(), 'chronum-execution-'));
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  const logs = createLogStore({ folder: join(folder, 'logs') });
  const processes = createProcesses({
    helperCommand: process.execPath,
    helperArgs: [helper],
    env: process.env,
    dataFolder: folder,
  });
  let attempt = 0;

  return {
    workspace,
    write: (path, text, mode = 0o644) => {
      const file = join(workspace, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { mode });
      return file;
    },
    execute: async (executor, step) => {
      const key: AttemptKey = { runId: 'run', stepId: 'step', branch: 'body', attempt: ++attempt };
      const config = executor.parse(step.with);
      if (!config.ok) throw new Error(config.problems.join('; '));
      const writes: Promise<void>[] = [];
      const result = await executor.execute({
        key,
        mark: `run/step/body/${attempt}`,
        config: config.value,
        ...(step.run === undefined ? {} : { run: step.run }),
        env: { PATH: process.env.PATH ?? '' },
        ownEnv: {},
        cwd: workspace,
        workspace,
        tty: false,
        masks: [],
        gracePeriod: 1_000,
        file: (name) => join(folder, `${attempt}-${name}`),
        scratch: join(folder, 'scratch', String(attempt)),
        signal: new AbortController().signal,
        logPath: logs.pathOf(key),
        log: (text, stream = 'system') => writes.push(logs.write(key, stream, Buffer.from(`${text}\n`))),
        processes,
        spawned: (running) => step.onSpawned?.(running),
        askPerson: () => Promise.reject(new Error('Nobody is there to be asked.')),
        runFlow: () => Promise.reject(new Error('There are no other flows.')),
        ...step.context,
      });
      await Promise.all(writes);
      return {
        result,
        log: async (stream) => {
          if (stream !== undefined) return Buffer.from((await logs.readStream(key, stream, 1e9)).bytes).toString();
          return (await logs.size(key)) === 0 ? '' : readFileSync(logs.pathOf(key), 'utf8');
        },
      };
    },
    close: async () => {
      await processes.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
