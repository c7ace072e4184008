import { parentPort, workerData } from 'node:worker_threads';
import { InvalidSearch, type LogSearch } from '../ports/log-store.ts';
import type { LogHit } from '../ports/log-survey.ts';
import { createLogStore } from './index.ts';
import { checkSearch } from './search.ts';
import { sizesByRun } from './sizes.ts';
import type { SurveyAnswer, SurveyRuns, SurveyStart } from './survey-messages.ts';

/** Milliseconds and hits after which what was found is told. */
const TELL_MS = 100;
const TELL_HITS = 100;

const start = workerData as SurveyStart;
const tell = (answer: SurveyAnswer) => parentPort?.postMessage(answer);

if (start.task === 'sizes') tell({ kind: 'sizes', sizes: sizesByRun(start.folder) });
else searchRuns(start.folder, start.search);

function searchRuns(folder: string, search: LogSearch): void {
  const logs = createLogStore({ folder });
  const { signal } = new AbortController();
  let hits: LogHit[] = [];
  let runs = 0;
  let bytes = 0;
  let toldAt = performance.now();

  const flush = () => {
    tell({ kind: 'found', progress: { hits, runs, bytes } });
    hits = [];
    runs = 0;
    bytes = 0;
    toldAt = performance.now();
  };

  const searchRun = async (runId: string) => {
    for (const key of await logs.list(runId)) {
      bytes += await logs.size(key);
      for await (const matches of logs.search(key, search, signal)) {
        for (const match of matches) hits.push({ key, ...match });
        if (hits.length >= TELL_HITS || performance.now() - toldAt > TELL_MS) flush();
      }
    }
    runs++;
  };

  try {
    checkSearch(search);
  } catch (error) {
    if (!(error instanceof InvalidSearch)) throw error;
    tell({ kind: 'invalid', message: error.message });
    return;
  }
  parentPort?.on('message', async (runIds: SurveyRuns) => {
    for (const runId of runIds) {
      await searchRun(runId);
      if (performance.now() - toldAt > TELL_MS) flush();
    }
    flush();
    tell({ kind: 'idle' });
  });
}
