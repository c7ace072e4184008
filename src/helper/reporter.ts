import { encodeMessage, type Report } from './protocol.ts';

/**
 * A short step's start and end are told together, so that its owner wakes up once for both. Where a process can be found by its mark
 * alone, should owner and helper die before its number was told; elsewhere everything is told at once.
 */
const START_WAITS_MS = process.platform === 'linux' ? 5 : 0;

export interface Reporter {
  /** Writes reports in order; what comes in one turn goes in one piece. */
  report(report: Report): void;
  /** Writes what waits, now. */
  flush(): void;
}

export function createReporter(write: (text: string) => void): Reporter {
  let queued = '';
  let timer: NodeJS.Timeout | null = null;
  let isFlushing = false;

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    isFlushing = false;
    const text = queued;
    queued = '';
    if (text !== '') write(text);
  };

  return {
    flush,
    report: (report) => {
      queued += encodeMessage(report);
      if (isFlushing) return;
      if (report.ev === 'spawned' && START_WAITS_MS > 0) {
        timer ??= setTimeout(flush, START_WAITS_MS);
        return;
      }
      isFlushing = true;
      setImmediate(flush);
    },
  };
}
