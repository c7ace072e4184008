import type { ReadOptions } from '../../../core/flow/read.ts';
import type { TextReading } from './read-text.ts';
import type { ReadRequest } from './reading.worker.ts';

type ReadText = (text: string, options: ReadOptions) => TextReading;

interface Reader {
  /** Reads a text; of several in short order only the last is certain to be told of. Small texts are told of at once. */
  read(text: string, options: ReadOptions, take: (reading: TextReading) => void): void;
  /** What is being read is of no interest any more. */
  forget(): void;
}

/** Texts up to this length are read where they are, within a few milliseconds; longer ones in a worker. */
const SMALL = 4_000;

export function createReader(readText: ReadText, startWorker: () => Worker): Reader {
  let worker: Worker | undefined;
  let lastId = 0;
  let waiting: { readonly request: ReadRequest; readonly take: (reading: TextReading) => void } | undefined;
  let working: { readonly id: number; readonly take: (reading: TextReading) => void } | undefined;

  const next = () => {
    if (working !== undefined || waiting === undefined) return;
    const { request, take } = waiting;
    waiting = undefined;
    working = { id: request.id, take };
    worker ??= start();
    worker.postMessage(request);
  };

  const start = () => {
    const started = startWorker();
    started.addEventListener('message', ({ data }: MessageEvent<{ id: number; reading: TextReading }>) => {
      const current = working;
      working = undefined;
      if (current !== undefined && current.id === data.id && current.id === lastId) current.take(data.reading);
      next();
    });
    return started;
  };

  return {
    read(text, options, take) {
      const id = ++lastId;
      waiting = undefined;
      if (text.length <= SMALL) return take(readText(text, options));
      waiting = { request: { id, text, options }, take };
      next();
    },
    forget() {
      lastId++;
      waiting = undefined;
    },
  };
}
