import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScriptResult } from '../../core/flow/script/read-flow-script.ts';
import type { Evaluated } from '../../plugin-host/protocol.ts';
import type { Processes } from '../ports/processes.ts';
import { type HostConnection, HostGone, type HostStart, RequestFailed, startHost } from './host-connection.ts';

/** How plug-in hosts are started in this program. */
export interface HostProgram {
  readonly processes: Processes;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The folder of their logs. */
  readonly logs: string;
}

/** Evaluates TypeScript flows, in a process a workspace. Nobody's trust is asked here: who calls has made sure. */
export interface Evaluator {
  /** `path` is absolute. The same result until one of the files that it was made from changes. */
  evaluate(workspace: string, path: string): Promise<ScriptResult>;
  close(): Promise<void>;
}

/** A script is quick: it computes a value. */
const TIMEOUT_MS = 15_000;
/** A process that nobody has asked for this long goes. */
const IDLE_MS = 20_000;

interface Worker {
  readonly host: Promise<HostConnection>;
  /** A module is evaluated once in a process: for a second time there has to be another. */
  readonly evaluated: Set<string>;
  open: number;
  idle: NodeJS.Timeout | undefined;
}

interface Kept {
  readonly result: ScriptResult;
  /** Times and sizes of the files that it was made from. */
  readonly stamps: ReadonlyMap<string, string>;
}

export const hostStart = (program: HostProgram, workspace: string, purpose: string): HostStart => {
  const name = createHash('sha256').update(workspace).digest('hex').slice(0, 12);
  const { processes, command, args, env, logs } = program;
  const mark = `plugins/${name}/${purpose}/${process.pid}-${++started}`;
  return { processes, command, args, env, cwd: workspace, mark, logPath: join(logs, `plugins-${name}.log`) };
};
let started = 0;

export function createEvaluator(program: HostProgram): Evaluator {
  const workers = new Map<string, Worker>();
  const ending = new Set<Promise<void>>();
  const keptByPath = new Map<string, Kept>();
  let closed = false;

  const retire = (workspace: string, worker: Worker): void => {
    clearTimeout(worker.idle);
    if (workers.get(workspace) === worker) workers.delete(workspace);
    if (worker.open > 0) return;
    const end = worker.host.then((host) => host.kill()).catch(() => undefined);
    const done = end.then(() => void ending.delete(done));
    ending.add(done);
  };

  const workerFor = (workspace: string, path: string): Worker => {
    const current = workers.get(workspace);
    if (current !== undefined && !current.evaluated.has(path)) return current;
    if (current !== undefined) retire(workspace, current);
    const worker: Worker = {
      host: startHost(hostStart(program, workspace, 'flows')),
      evaluated: new Set(),
      open: 0,
      idle: undefined,
    };
    worker.host.catch(() => undefined);
    workers.set(workspace, worker);
    return worker;
  };

  const ask = async (workspace: string, path: string): Promise<Evaluated> => {
    const worker = workerFor(workspace, path);
    worker.evaluated.add(path);
    worker.open++;
    clearTimeout(worker.idle);
    try {
      const host = await worker.host;
      return (await within(host, host.request({ op: 'evaluate', path }))) as unknown as Evaluated;
    } catch (error) {
      if (error instanceof HostGone && workers.get(workspace) === worker) workers.delete(workspace);
      throw error;
    } finally {
      worker.open--;
      if (worker.open === 0 && (closed || workers.get(workspace) !== worker)) retire(workspace, worker);
      else if (worker.open === 0) worker.idle = setTimeout(() => retire(workspace, worker), IDLE_MS).unref();
    }
  };

  const isFresh = async ({ stamps }: Kept): Promise<boolean> => {
    for (const [file, stamp] of stamps) if ((await stampOf(file)) !== stamp) return false;
    return true;
  };

  return {
    async evaluate(workspace, path) {
      const kept = keptByPath.get(path);
      if (kept !== undefined && (await isFresh(kept))) return kept.result;
      const before = await stampOf(path);
      const { result, files } = await resultOf(ask(workspace, path));
      const stamps = new Map([[path, before]]);
      for (const file of files) if (file !== path) stamps.set(file, await stampOf(file));
      // What a host that died has to say may be otherwise the next time.
      if (result.ok || result.code === 'script-failed') keptByPath.set(path, { result, stamps });
      return result;
    },
    async close() {
      closed = true;
      for (const [workspace, worker] of workers) retire(workspace, worker);
      await Promise.all(ending);
    },
  };
}

async function resultOf(asked: Promise<Evaluated>): Promise<{ result: ScriptResult; files: readonly string[] }> {
  try {
    const { value, places, files } = await asked;
    return { result: { ok: true, value, places }, files };
  } catch (error) {
    if (error instanceof RequestFailed) {
      const { message, line, column } = error.failure;
      const at = line === undefined ? {} : { line, column: column ?? 1 };
      return { result: { ok: false, code: 'script-failed', message, ...at }, files: [] };
    }
    const message = `this script could not be evaluated: ${error instanceof Error ? error.message : String(error)}`;
    return { result: { ok: false, code: 'script-not-evaluated', message }, files: [] };
  }
}

/** A script that loops holds the only thread of its process: both end. */
async function within<T>(host: HostConnection, asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      void host.kill();
      reject(new HostGone(`it did not come to an end within ${TIMEOUT_MS / 1000} seconds`));
    }, TIMEOUT_MS);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

/** Empty for a file that is not there. */
async function stampOf(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found === null ? '' : `${found.mtimeNs} ${found.size} ${found.ino}`;
}
