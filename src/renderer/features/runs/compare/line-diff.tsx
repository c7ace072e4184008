import { useMemo } from 'react';
import { type AlignedLine, type AlignedRow, alignLines } from '../../../../core/text/aligned-lines.ts';
import styles from './compare.module.css';

interface LineDiffProps {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly ignoreNumbers?: boolean;
}

/** Lines around a difference that are shown, and rows beyond which nobody reads. */
const CONTEXT = 3;
const MOST_ROWS = 2_000;

/** Two texts side by side: what differs, with some lines around. */
export function LineDiff({ before, after, ignoreNumbers = false }: LineDiffProps) {
  const rows = useMemo(() => alignLines(before, after, { ignoreNumbers }), [before, after, ignoreNumbers]);
  const blocks = useMemo(() => blocksOf(rows), [rows]);
  if (blocks.length === 0) {
    const isSimilar = rows.some(({ kind }) => kind === 'similar');
    return <p className={styles.same}>{isSimilar ? 'They differ in numbers alone.' : 'Both are the same.'}</p>;
  }
  return (
    <div className={styles.diff}>
      {blocks.map(({ hidden, rows: shown }) => (
        <div key={keyOf(shown[0])}>
          {hidden > 0 && <p className={styles.hidden}>{hidden === 1 ? '1 equal line' : `${hidden} equal lines`}</p>}
          {shown.map((row) => (
            <div key={keyOf(row)} className={styles.row} data-kind={row.kind}>
              <Line line={row.before} />
              <Line line={row.after} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

const Line = ({ line }: { readonly line: AlignedLine | null }) => (
  <>
    <span className={styles.number}>{line?.number}</span>
    <code>{line?.text}</code>
  </>
);

const keyOf = (row: AlignedRow | undefined): string => `${row?.before?.number} ${row?.after?.number}`;

interface Block {
  /** Equal rows before it that are left out. */
  readonly hidden: number;
  readonly rows: AlignedRow[];
}

/** The rows that differ with those around them; far stretches of equal ones only counted. */
function blocksOf(rows: readonly AlignedRow[]): Block[] {
  const blocks: Block[] = [];
  let end = 0;
  let shown = 0;
  rows.forEach((row, index) => {
    if (row.kind === 'same' || row.kind === 'similar' || shown >= MOST_ROWS) return;
    const start = Math.max(end, index - CONTEXT);
    const stop = Math.min(rows.length, index + CONTEXT + 1);
    const last = blocks.at(-1);
    const added = rows.slice(start, stop);
    if (last === undefined || start > end) blocks.push({ hidden: start - end, rows: added });
    else last.rows.push(...added);
    shown += added.length;
    end = Math.max(end, stop);
  });
  if (blocks.length > 0 && end < rows.length) blocks.push({ hidden: rows.length - end, rows: [] });
  return blocks;
}
