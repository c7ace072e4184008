import type { ChronumEvent } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import { followRun } from '../../main/app/follow-run.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { readStore } from '../read-store.ts';
import { watchSignals } from '../signals.ts';

export interface EventsOptions {
  readonly json: boolean;
  readonly follow: boolean;
}

const PAGE = 5_000;

/** Prints the log of a run, event by event: what every view of it is made from. */
export async function events(
  argument: string,
  { json, follow }: EventsOptions,
  { output }: Context,
): Promise<ExitCode> {
  const store = readStore();
  if (!store) throw new UsageError('nothing was run so far');
  const waiting = new AbortController();
  const signals = watchSignals({ cancel: () => waiting.abort(), kill: () => undefined });
  const print = (event: ChronumEvent) => output.line(json ? JSON.stringify(event) : lineOf(event));
  try {
    const run = findRun(store.runs, argument);
    if (follow) {
      const following = followRun(store.events, { runId: run.id, afterSeq: 0, signal: waiting.signal });
      for await (const batch of following) for (const event of batch.events) await print(event);
      return EXIT.succeeded;
    }
    for (let after = 0; ; ) {
      const page = store.events.read(runStream(run.id), after, PAGE);
      for (const event of page) await print(event);
      after = page.at(-1)?.seq ?? after;
      if (page.length < PAGE) return EXIT.succeeded;
    }
  } finally {
    signals.stop();
    store.close();
  }
}

const APART: ReadonlySet<string> = new Set([
  'stream',
  'seq',
  'position',
  'at',
  'type',
  'runId',
  'stepId',
  'plan',
  'environment',
]);

/** `12:00:01.250  attempt.started  build  branch=body attempt=1`. */
function lineOf(event: ChronumEvent): string {
  const step = 'stepId' in event && event.stepId !== undefined ? `  ${event.stepId}` : '';
  const rest = Object.entries(event).filter(([key]) => !APART.has(key));
  const fields = rest.map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return `${event.at.slice(11, 23)}  ${event.type}${step}${fields.length === 0 ? '' : `  ${fields.join(' ')}`}`;
}
