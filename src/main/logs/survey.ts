import { Worker } from 'node:worker_threads';
import { InvalidSearch, type LogSearch } from '../ports/log-store.ts';
import type { LogSurvey, SearchProgress } from '../ports/log-survey.ts';
import type { SurveyAnswer, SurveyRuns, SurveyStart } from './survey-messages.ts';

interface SurveyOptions {
  /** Of the log store. */
  readonly folder: string;
  /** The program of the threads, `survey-worker.ts` or what it was built into. Absolute. */
  readonly program: string;
}

/** Each piece of work gets a thread of its own: ending that ends the work, be it in the middle of a regular expression. */
export function createLogSurvey({ folder, program }: SurveyOptions): LogSurvey {
  return {
    search: (runs, search, signal) => searchIn(program, folder, { runs, search, signal }),
    sizes: async () => {
      const thread = startThread(program, { folder, task: 'sizes' });
      try {
        const answer = await thread.next();
        return answer?.kind === 'sizes' ? answer.sizes : new Map();
      } finally {
        await thread.end();
      }
    },
  };
}

interface Search {
  readonly runs: AsyncIterable<readonly string[]>;
  readonly search: LogSearch;
  readonly signal: AbortSignal;
}

async function* searchIn(
  program: string,
  folder: string,
  { runs, search, signal }: Search,
): AsyncGenerator<SearchProgress> {
  signal.throwIfAborted();
  const thread = startThread(program, { folder, task: 'search', search });
  signal.addEventListener('abort', thread.abort);
  try {
    for await (const chunk of runs) {
      thread.post(chunk);
      for (let answer = await thread.next(); answer?.kind !== 'idle'; answer = await thread.next()) {
        if (answer === undefined) return;
        if (answer.kind === 'invalid') throw new InvalidSearch(answer.message);
        if (answer.kind === 'found') yield answer.progress;
      }
    }
  } finally {
    signal.removeEventListener('abort', thread.abort);
    await thread.end();
  }
}

/** A thread whose answers are taken one by one. */
function startThread(program: string, start: SurveyStart) {
  const worker = new Worker(program, { workerData: start, execArgv: [] });
  const answers: SurveyAnswer[] = [];
  let failure: Error | undefined;
  let isOver = false;
  let wake: () => void = () => undefined;
  const finish = (error?: Error) => {
    isOver = true;
    failure ??= error;
    wake();
  };
  worker.on('message', (answer: SurveyAnswer) => {
    answers.push(answer);
    wake();
  });
  worker.on('error', (error) => finish(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => finish());
  return {
    post: (runIds: SurveyRuns) => worker.postMessage(runIds),
    /** Undefined once the thread has ended. */
    next: async (): Promise<SurveyAnswer | undefined> => {
      while (answers.length === 0 && !isOver) await new Promise<void>((resolve) => (wake = resolve));
      const answer = answers.shift();
      if (answer === undefined && failure !== undefined) throw failure;
      return answer;
    },
    abort: () => {
      answers.length = 0;
      finish();
      void worker.terminate();
    },
    end: async () => {
      await worker.terminate();
    },
  };
}
