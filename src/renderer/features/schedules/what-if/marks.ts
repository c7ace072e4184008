import type { PreviewRow } from '../../../../contract/schedules.ts';
import type { Outcome } from '../../../../core/ledger/index.ts';
import { type Stretch, xOf } from './axis.ts';

/** What is drawn of one or several instants that lie too close to tell apart. */
export interface Mark {
  readonly kind: Outcome;
  readonly x: number;
  /** How long its run goes on, in pixels. */
  readonly width: number;
  /** From where on it waited. */
  readonly waitedFrom: number | null;
  readonly rows: readonly PreviewRow[];
  readonly count: number;
}

/** Marks closer than this are one. */
const APART_PX = 4;
const LEAST_PX = 3;

/** A fire whose run never begins looks like what it comes to. */
function kindOf({ outcome, held, end }: PreviewRow): Outcome {
  if (held === 'skipped') return 'skipped';
  return held !== null && end === null ? 'deferred' : outcome;
}

/** The marks of a lane. However much there is, there are no more of them than the screen can show. */
export function marksOf(rows: readonly PreviewRow[], stretch: Stretch, width: number): Mark[] {
  const marks: Mark[] = [];
  const lastOf = new Map<Outcome, number>();
  for (const row of rows) {
    const x = xOf(stretch, width, row.outcome === 'fired' ? row.at : row.first);
    const length = row.end === null ? 0 : xOf(stretch, width, row.end) - x;
    const kind = kindOf(row);
    const index = lastOf.get(kind);
    const last = index === undefined ? undefined : marks[index];
    if (
      last !== undefined &&
      index !== undefined &&
      x - (last.x + last.width) < APART_PX &&
      x - last.x < APART_PX * 3
    ) {
      const end = Math.max(last.x + last.width, x + Math.max(LEAST_PX, length));
      marks[index] = { ...last, width: end - last.x, rows: [...last.rows, row], count: last.count + row.count };
      continue;
    }
    const hasWaited = row.outcome === 'fired' && (row.reason.startsWith('waited') || row.held === 'queued');
    const waited = hasWaited ? xOf(stretch, width, row.first) : null;
    lastOf.set(kind, marks.length);
    marks.push({
      kind,
      x,
      width: Math.max(LEAST_PX, length),
      waitedFrom: waited !== null && x - waited > 2 ? waited : null,
      rows: [row],
      count: row.count,
    });
  }
  return marks;
}
