import { Worker } from 'node:worker_threads';
import { StoreUnavailable } from '../ports/event-log.ts';
import type { RunQueries } from '../ports/run-queries.ts';
import type { ReaderAnswer, ReaderFailure, ReaderQuestion, ReaderStart } from './reader-messages.ts';
import type { RunQuestions } from './run-questions.ts';

export interface ReaderOptions extends ReaderStart {
  /** The program of the thread, `reader-worker.ts` or what it was built into. Absolute. */
  readonly program: string;
  /** Milliseconds without a question after which the thread is ended, and its memory given back; a minute by default. */
  readonly idle?: number;
}

const IDLE_MS = 60_000;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Asks the thread that reads. It is started with the first question, and again with the next one after it died; what it had not
 * answered then is rejected with words that say so. There is no other way to an answer.
 */
export function createReader({ program, path, patience, idle = IDLE_MS }: ReaderOptions): RunQueries {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let lastId = 0;
  let isClosed = false;
  let resting: NodeJS.Timeout | undefined;

  const settle = (answer: ReaderAnswer) => {
    const waiting = pending.get(answer.id);
    pending.delete(answer.id);
    if (pending.size === 0) rest();
    if (waiting === undefined) return;
    if ('error' in answer) waiting.reject(errorOf(answer.error));
    else waiting.resolve(answer.value);
  };

  /** Only a question under way keeps the process alive, and the thread. */
  const rest = () => {
    worker?.unref();
    clearTimeout(resting);
    resting = setTimeout(() => {
      const rested = worker;
      if (pending.size > 0) return;
      worker = undefined;
      void rested?.terminate();
    }, idle).unref();
  };

  const lose = (lost: Worker, why: string) => {
    if (worker !== lost) return;
    worker = undefined;
    const error = new StoreUnavailable('io', `The part of the studio that reads its store ended: ${why}. Try again.`);
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };

  const start = (): Worker => {
    const started = new Worker(program, { workerData: { path, patience } satisfies ReaderStart, execArgv: [] });
    started.on('message', settle);
    started.on('error', (error) => lose(started, error instanceof Error ? error.message : String(error)));
    started.on('exit', (code) => lose(started, `it left with code ${code}`));
    return started;
  };

  const ask = (name: keyof RunQuestions, args: readonly unknown[]): Promise<never> =>
    new Promise((resolve, reject) => {
      if (isClosed) {
        reject(new StoreUnavailable('io', 'The store was closed.'));
        return;
      }
      worker ??= start();
      clearTimeout(resting);
      worker.ref();
      const id = ++lastId;
      pending.set(id, { resolve: resolve as Pending['resolve'], reject });
      worker.postMessage({ id, name, args } satisfies ReaderQuestion);
    });

  return {
    list: (...args) => ask('list', args),
    count: (...args) => ask('count', args),
    facets: (...args) => ask('facets', args),
    flowStatistics: (...args) => ask('flowStatistics', args),
    exportRuns: (...args) => ask('exportRuns', args),
    retention: (...args) => ask('retention', args),
    close: async () => {
      isClosed = true;
      clearTimeout(resting);
      const running = worker;
      if (running === undefined) return;
      lose(running, 'the store was closed');
      await running.terminate();
    },
  };
}

function errorOf({ code, message, stack }: ReaderFailure): Error {
  if (code !== undefined) return new StoreUnavailable(code, message);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
