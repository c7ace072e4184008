import type { PathPart } from '../../../core/run/critical-path.ts';
import styles from './timeline.module.css';
import { type TimeView, timeToX } from './view.ts';

interface PathLinesProps {
  readonly path: readonly PathPart[];
  /** The row of each step that has one. */
  readonly rowOf: ReadonlyMap<string, number>;
  /** Rows in sight, the last one not included. */
  readonly rows: { readonly from: number; readonly to: number };
  readonly rowHeight: number;
  readonly view: TimeView;
  readonly origin: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

const MARGIN = 100;

/** From the end of each part of the critical path to the begin of the next: across for what was waited, down to its row. */
export function PathLines({ path, rowOf, rows, rowHeight, view, origin, left, width, height }: PathLinesProps) {
  const xOf = (time: number) => Math.max(-MARGIN, Math.min(timeToX(view, width, time - origin), width + MARGIN));
  const lines = path.flatMap((part, index) => {
    const before = path[index - 1];
    const to = rowOf.get(part.id);
    const from = before === undefined ? undefined : rowOf.get(before.id);
    if (before?.to === undefined || from === undefined || to === undefined || from === to) return [];
    if (Math.max(from, to) < rows.from || Math.min(from, to) >= rows.to) return [];
    const x = { from: xOf(before.to), to: xOf(part.from) };
    if ((x.from < 0 && x.to < 0) || (x.from > width && x.to > width)) return [];
    const middle = (row: number) => row * rowHeight + rowHeight / 2;
    return [{ id: part.id, cause: part.cause, d: `M${x.from} ${middle(from)}V${middle(to)}H${x.to}` }];
  });
  if (lines.length === 0) return null;
  return (
    <svg className={styles.path} style={{ left }} width={width} height={height} aria-hidden="true">
      {lines.map(({ id, cause, d }) => (
        <path key={id} d={d} data-cause={cause} />
      ))}
    </svg>
  );
}
