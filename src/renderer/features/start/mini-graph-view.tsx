import { useMemo } from 'react';
import type { Flow } from '../../../core/flow/flow.ts';
import { miniGraph } from './mini-graph.ts';
import styles from './start.module.css';

const BOX = { width: 26, height: 12 };
const GAP = { x: 14, y: 6 };
const PAD = 4;

/** What the flow looks like from far away; its name and description say the rest. */
export function MiniGraphView({ flow }: { readonly flow: Flow }) {
  const { boxes, lines, columns, rows } = useMemo(() => miniGraph(flow), [flow]);
  const x = (column: number) => PAD + column * (BOX.width + GAP.x);
  const y = (row: number) => PAD + row * (BOX.height + GAP.y);
  const width = x(columns) - GAP.x + PAD;
  const height = y(rows) - GAP.y + PAD;
  return (
    <svg
      className={styles.graph}
      viewBox={`0 0 ${width} ${height}`}
      style={{ maxWidth: width * 1.5 }}
      aria-hidden="true"
    >
      {lines.map(({ from, to }) => {
        const [x1, y1] = [x(from.column) + BOX.width, y(from.row) + BOX.height / 2];
        const [x2, y2] = [x(to.column), y(to.row) + BOX.height / 2];
        const middle = (x1 + x2) / 2;
        return <path key={`${from.id} ${to.id}`} d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`} />;
      })}
      {boxes.map(({ id, column, row }) => (
        <rect key={id} x={x(column)} y={y(row)} {...BOX} rx={3} />
      ))}
    </svg>
  );
}
