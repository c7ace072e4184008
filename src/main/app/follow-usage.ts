import { thinned, USAGE_EVERY_MS, type UsageSample } from '../../core/run/usage-samples.ts';
import type { UsagePage } from '../logs/usage.ts';
import type { EventReader } from '../ports/event-log.ts';
import type { AttemptKey } from '../ports/log-store.ts';
import type { RunStore } from '../ports/run-store.ts';
import { watchEnd } from './follow-log.ts';
import { pause } from './streams.ts';

/** More than any graph is wide. */
const MOST = 1_000;

interface Dependencies {
  readonly read: (from: number) => Promise<UsagePage>;
  readonly log: EventReader;
  readonly runs: Pick<RunStore, 'get'>;
}

interface Request {
  readonly key: AttemptKey;
  readonly signal?: AbortSignal | undefined;
}

/** The samples of an attempt, those that are stored first, then each as it is taken, by whichever process. Ends with the attempt. */
export async function* followUsage(
  { read, log, runs }: Dependencies,
  { key, signal = new AbortController().signal }: Request,
): AsyncGenerator<{ samples: readonly UsageSample[] }, void> {
  const ended = watchEnd(log, runs, key);
  let from = 0;
  try {
    while (!signal.aborted) {
      // Asked first: what was sampled before it says so is read below.
      const isDone = ended.isDone();
      const { samples, next } = await read(from);
      from = next;
      if (samples.length > 0) yield { samples: thinned(samples, MOST) };
      if (isDone) return;
      await pause(USAGE_EVERY_MS, signal);
    }
  } finally {
    ended.stop();
  }
}
