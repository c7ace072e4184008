import type { Milliseconds } from '../../../core/base/duration.ts';
import { type Notice, summaryOf } from './notice.ts';

/** After a notice, others of the same flow and kind are counted for so long, and then told in one. */
const QUIET_MS = 10_000;
/** A flow that goes on failing is told of ever more rarely. */
const LONGEST_QUIET_MS = 10 * 60_000;

interface Quiet {
  readonly until: Milliseconds;
  readonly length: Milliseconds;
  readonly held: { readonly latest: Notice; readonly count: number } | null;
}

/** Times are of any one clock, in milliseconds. */
export interface NoticeGroups {
  /** The notice, when it is to be shown now; null when it is held back. */
  offer(notice: Notice, now: Milliseconds): Notice | null;
  /** What was held back and is to be shown now. */
  due(now: Milliseconds): readonly Notice[];
  /** When `due` is to be asked again; null while nothing is held back. */
  nextDue(): Milliseconds | null;
}

/** At most one notice of a flow and kind at a time, however often it happens; none is lost without being counted. */
export function createNoticeGroups(): NoticeGroups {
  const quietByKey = new Map<string, Quiet>();

  return {
    offer(notice, now) {
      const key = `${notice.kind} ${notice.flowId}`;
      const quiet = quietByKey.get(key);
      if (quiet === undefined || (quiet.until <= now && quiet.held === null)) {
        forgetOld(quietByKey, now);
        quietByKey.set(key, { until: now + QUIET_MS, length: QUIET_MS, held: null });
        return notice;
      }
      quietByKey.set(key, { ...quiet, held: { latest: notice, count: (quiet.held?.count ?? 0) + 1 } });
      return null;
    },
    due(now) {
      const shown: Notice[] = [];
      for (const [key, { until, length, held }] of quietByKey) {
        if (held === null || until > now) continue;
        const longer = Math.min(length * 2, LONGEST_QUIET_MS);
        quietByKey.set(key, { until: now + longer, length: longer, held: null });
        shown.push(summaryOf(held.latest, held.count));
      }
      return shown;
    },
    nextDue() {
      const times = [...quietByKey.values()].filter(({ held }) => held !== null).map(({ until }) => until);
      return times.length === 0 ? null : Math.min(...times);
    },
  };
}

function forgetOld(quietByKey: Map<string, Quiet>, now: Milliseconds): void {
  for (const [key, { until, held }] of quietByKey) if (held === null && until <= now) quietByKey.delete(key);
}
