import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { HELPER_MARK, HELPER_VARIABLE, type LeftBehind, type Report, type StepSpec } from '../../helper/protocol.ts';
import { type Processes, ProcessesLost, type ProcessSpec, type RunningProcess } from '../ports/processes.ts';
import { connectHelper, type HelperConnection } from './helper-connection.ts';
import { readJournals } from './journal-files.ts';
import { createPendingProcess, type PendingProcess } from './pending-process.ts';

export interface ProcessesOptions {
  /** `process.execPath`, with ELECTRON_RUN_AS_NODE=1 in `env` when that is Electron. */
  readonly helperCommand: string;
  /** The helper's file, and what the runtime needs before it. */
  readonly helperArgs: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly dataFolder: string;
}

export interface HelperProcesses extends Processes {
  /** Starts the helper ahead of the first step, off its path. */
  warmUp(): Promise<void>;
}

interface Helper extends HelperConnection {
  readonly pending: Map<number, PendingProcess>;
  readonly questions: Map<number, PromiseWithResolvers<number>>;
  /** Carried by the helper, and by what it has forked and not yet turned into a step. */
  readonly mark: string;
}

/** Helpers that die one after the other in the middle of ending things. */
const MOST_REAPS = 20;

/** Runs processes through a helper, which is started by the first and replaced when it dies. */
export function createProcesses(options: ProcessesOptions): HelperProcesses {
  const journalFolder = join(options.dataFolder, 'exits');
  let current: Helper | null = null;
  let nextId = 1;
  let closed = false;

  const connect = (): Helper => {
    const pending: Helper['pending'] = new Map();
    const questions: Helper['questions'] = new Map();
    const mark = `${HELPER_MARK}${randomUUID()}`;
    const env = { ...options.env, [HELPER_VARIABLE]: mark };
    const connection = connectHelper(
      { command: options.helperCommand, args: options.helperArgs, env, journalFolder },
      (report) => receive(helper, report),
    );
    const helper: Helper = { ...connection, pending, questions, mark };
    void connection.gone.then((why) => bury(helper, why));
    return helper;
  };
  const helperNow = (): Helper => {
    if (closed) throw new ProcessesLost('The process helper was closed.');
    current ??= connect();
    return current;
  };

  /** The helper is gone: what it ran is ended before anybody hears of it, by a fresh helper. */
  const bury = async (helper: Helper, why: string): Promise<void> => {
    if (current === helper) current = null;
    for (const { reject } of helper.questions.values()) reject(new ProcessesLost(why));
    const lost = [...helper.pending.values()];
    helper.pending.clear();
    if (lost.length === 0) return;
    // What it was about to start carries no mark of an attempt yet, and would go on to be one.
    if (!closed) await reap({ mark: helper.mark }).catch(() => undefined);
    const ended = closed ? [] : lost.map((step) => reap(step.left()).catch(() => killGroup(step.left())));
    if (closed) for (const step of lost) killGroup(step.left());
    await Promise.all(ended);
    const error = new ProcessesLost(`The helper that ran this process is gone: ${why}`);
    for (const step of lost) step.lose(error);
  };

  /** The helper that ends what another one left may die as well: nothing is known of what it did, and the next begins anew. */
  const reap = async (left: LeftBehind): Promise<number> => {
    for (let tries = 1; ; tries++) {
      try {
        return await askToReap(left);
      } catch (error) {
        if (closed || tries === MOST_REAPS) throw error;
      }
    }
  };

  const askToReap = async (left: LeftBehind): Promise<number> => {
    const helper = helperNow();
    await helper.ready;
    const id = nextId++;
    helper.keepAlive(true);
    const answer = Promise.withResolvers<number>();
    helper.questions.set(id, answer);
    helper.send({ op: 'reap', id, left });
    try {
      return await answer.promise;
    } finally {
      helper.questions.delete(id);
      rest(helper);
    }
  };

  const run = async (spec: ProcessSpec): Promise<RunningProcess> => {
    const helper = helperNow();
    helper.keepAlive(true);
    const bootId = await helper.ready.catch((error: Error) => {
      throw new ProcessesLost(error.message);
    });
    const id = nextId++;
    const pending = createPendingProcess({ id, spec, bootId, send: helper.send });
    helper.pending.set(id, pending);
    helper.send({ op: 'run', id, spec: withMark(spec) });
    return pending.started;
  };

  return {
    run,
    reap: (left) => reap(left),
    journal: () => readJournals(journalFolder, Date.now()),
    warmUp: async () => {
      const helper = helperNow();
      await helper.ready;
      rest(helper);
    },
    close: async () => {
      closed = true;
      const helper = current;
      current = null;
      if (helper === null) return;
      helper.keepAlive(true);
      helper.close();
      await helper.gone;
    },
  };
}

function receive(helper: Helper, report: Report): void {
  if (report.ev === 'hello') return;
  if (report.ev === 'reaped') {
    helper.questions.get(report.id)?.resolve(report.killed);
    return;
  }
  const process = helper.pending.get(report.id);
  if (process === undefined) return;
  if (report.ev !== 'spawned') {
    helper.pending.delete(report.id);
    rest(helper);
  }
  process.receive(report);
}

/** An idle helper does not keep our process from ending. */
function rest(helper: Helper): void {
  if (helper.pending.size === 0 && helper.questions.size === 0) helper.keepAlive(false);
}

const withMark = (spec: ProcessSpec): StepSpec => ({ ...spec, env: { ...spec.env, CHRONUM_ATTEMPT: spec.mark } });

/** The last resort, when no helper can be started. */
function killGroup(left: LeftBehind): number {
  if (left.pid === undefined) return 0;
  try {
    process.kill(process.platform === 'win32' ? left.pid : -left.pid, 'SIGKILL');
    return 1;
  } catch {
    return 0;
  }
}
