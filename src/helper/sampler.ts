import { appendFile } from 'node:fs';
import { encodeUsage, USAGE_EVERY_MS, usagePath } from '../core/run/usage-samples.ts';
import { type ReadUsage, usageReader } from './process-usage.ts';

/** Looks at what the processes of steps take, for as long as they run. */
export interface Sampler {
  /** Returns what ends it. */
  watch(step: { readonly pid: number; readonly logPath: string }): () => void;
}

interface SamplerOptions {
  readonly read?: ReadUsage | undefined;
  readonly every?: number;
  /** Trees in one look: the thread that looks serves all steps. Of more, each has its turn. */
  readonly most?: number;
}

interface Watched {
  readonly pid: number;
  readonly path: string;
  readonly since: number;
}

/**
 * One timer for all steps, and none while nothing runs. A step that is over before it was looked at costs nothing; what cannot be
 * written is left out: samples are no part of a result.
 */
export function createSampler({
  read = usageReader(),
  every = USAGE_EVERY_MS,
  most = 64,
}: SamplerOptions = {}): Sampler {
  const watched = new Set<Watched>();
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;

  const look = async (): Promise<void> => {
    if (read === undefined || isLooking) return;
    isLooking = true;
    try {
      const now = Date.now();
      const due = [...watched].filter(({ since }) => now - since >= every / 2).slice(0, most);
      // Those that had their turn go to the end of the row.
      for (const step of due) if (watched.delete(step)) watched.add(step);
      const found = due.length === 0 ? undefined : await read(due.map(({ pid }) => pid));
      for (const { pid, path } of due) {
        const usage = found?.get(pid);
        if (usage !== undefined) appendFile(path, encodeUsage({ at: now, ...usage }), { mode: 0o600 }, () => {});
      }
    } finally {
      isLooking = false;
    }
  };

  return {
    watch({ pid, logPath }) {
      if (read === undefined) return () => {};
      const step = { pid, path: usagePath(logPath), since: Date.now() };
      watched.add(step);
      timer ??= setInterval(() => void look(), every).unref();
      return () => {
        watched.delete(step);
        if (watched.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
