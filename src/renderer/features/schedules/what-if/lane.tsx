import type { PreviewLane } from '../../../../contract/schedules.ts';
import { count } from '../../../shared/format/count.ts';
import { formatInZone, formatLength, formatNumber } from '../format.ts';
import { outcomeWords } from '../ledger/outcome-look.ts';
import type { Stretch } from './axis.ts';
import { heldRunWords } from './held.ts';
import { type Mark, marksOf } from './marks.ts';
import styles from './what-if.module.css';

interface LaneProps {
  readonly lane: PreviewLane;
  readonly stretch: Stretch;
  readonly width: number;
}

export function Lane({ lane, stretch, width }: LaneProps) {
  if (lane.dense !== null) {
    const { count: fires, everyMs, overlaps } = lane.dense;
    const words = `${formatNumber(fires)} fires, one every ${formatLength(everyMs)} on average`;
    return (
      <div className={styles.marks} style={{ width }}>
        <span className={styles.dense} />
        <span className={styles.denseWords} data-overlaps={overlaps}>
          {words}
          {overlaps && ', and runs last longer than that'}
        </span>
      </div>
    );
  }
  return (
    <div className={styles.marks} style={{ width }}>
      {marksOf(lane.rows, stretch, width).map((mark) => (
        <MarkView key={`${mark.kind} ${mark.rows[0]?.first}`} mark={mark} lane={lane} />
      ))}
    </div>
  );
}

function MarkView({ mark, lane }: { readonly mark: Mark; readonly lane: PreviewLane }) {
  return (
    <>
      {mark.waitedFrom !== null && (
        <span
          className={styles.waited}
          style={{ transform: `translateX(${mark.waitedFrom}px)`, width: mark.x - mark.waitedFrom }}
        />
      )}
      <span
        className={styles.mark}
        data-kind={mark.kind}
        data-many={mark.rows.length > 1}
        style={{ transform: `translateX(${mark.x}px)`, width: mark.width }}
        data-tip={tipOf(mark, lane)}
      />
    </>
  );
}

function tipOf({ rows, count: total }: Mark, { zone, runMs, measured }: PreviewLane): string {
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return '';
  if (rows.length > 1) {
    const kinds = [...new Set(rows.map(({ outcome }) => outcome))].join(', ');
    return `${formatNumber(total)} ${kinds}\n${formatInZone(first.first, zone)}\nto ${formatInZone(last.last, zone)}`;
  }
  const run =
    first.outcome === 'fired' &&
    (measured ? `Its run takes about ${formatLength(runMs)}` : 'It has no run yet that says how long one takes');
  return [
    outcomeWords(first).replaceAll('`', ''),
    formatInZone(first.first, zone),
    first.count > 1 && `to ${formatInZone(first.last, zone)}, ${count(first.count, 'instant')}`,
    first.held !== null && heldRunWords(first.held, 1),
    first.at > first.first && first.outcome === 'fired' && `starts ${formatLength(first.at - first.first)} later`,
    run,
  ]
    .filter(Boolean)
    .join('\n');
}
