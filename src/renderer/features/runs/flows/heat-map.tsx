import type { FlowStatistics } from '../../../../contract/runs.ts';
import { count } from '../../../shared/format/count.ts';
import { formatElapsed } from '../../../shared/format/duration.ts';
import { monthMarks } from './days.ts';
import styles from './flows.module.css';

type Day = FlowStatistics['days'][number];

const CELL = 13;
const GAP = 2;
const TOP = 18;
const LEFT = 30;
const NAMED_DAYS: readonly (readonly [number, string])[] = [
  [0, 'Mon'],
  [2, 'Wed'],
  [4, 'Fri'],
];

/** A year of days, a column a week. A day on which something failed has a cross; the more runs, the fuller the colour. */
export function HeatMap({ days }: { readonly days: readonly Day[] }) {
  const most = Math.max(1, ...days.map(totalOf));
  const weeks = Math.ceil(days.length / 7);
  const place = (index: number) => ({
    x: LEFT + Math.floor(index / 7) * (CELL + GAP),
    y: TOP + (index % 7) * (CELL + GAP),
  });
  const ran = days.filter((day) => totalOf(day) > 0).length;
  return (
    <div className={styles.mapScroll}>
      <svg
        className={styles.map}
        width={LEFT + weeks * (CELL + GAP)}
        height={TOP + 7 * (CELL + GAP)}
        role="img"
        aria-label={`Outcomes by day: ran on ${count(ran, 'day')} of the last ${days.length}`}
        data-testid="heat-map"
      >
        {monthMarks(days.map(({ start }) => start)).map(({ week, name }) => (
          <text key={week} x={LEFT + week * (CELL + GAP)} y={11}>
            {name}
          </text>
        ))}
        {NAMED_DAYS.map(([day, name]) => (
          <text key={name} x={0} y={TOP + day * (CELL + GAP) + 10}>
            {name}
          </text>
        ))}
        {days.map((day, index) => {
          const { x, y } = place(index);
          const total = totalOf(day);
          return (
            <g key={day.start} data-tip={wordsOf(day)} data-outcome={outcomeOf(day)} data-total={total}>
              <rect
                x={x}
                y={y}
                width={CELL}
                height={CELL}
                rx={2}
                // The square root: a day with one run among days with hundreds is still to be seen.
                style={total === 0 ? undefined : { fillOpacity: 0.3 + 0.7 * Math.sqrt(total / most) }}
              />
              {day.failed > 0 && <path d={`M${x + 4} ${y + 4}l5 5m0-5l-5 5`} />}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

const totalOf = ({ succeeded, failed, cancelled, other }: Day): number => succeeded + failed + cancelled + other;

function outcomeOf(day: Day): 'none' | 'failed' | 'succeeded' | 'other' {
  if (totalOf(day) === 0) return 'none';
  if (day.failed > 0) return 'failed';
  return day.succeeded > 0 ? 'succeeded' : 'other';
}

function wordsOf(day: Day): string {
  const parts = [
    day.succeeded > 0 && `${day.succeeded} succeeded`,
    day.failed > 0 && `${day.failed} failed`,
    day.cancelled > 0 && `${day.cancelled} cancelled`,
    day.other > 0 && `${day.other} other`,
    day.succeeded > 0 && `${formatElapsed(day.succeededMs / day.succeeded)} on average`,
  ].filter(Boolean);
  return `${dayFormat.format(day.start)}\n${parts.length === 0 ? 'No runs' : parts.join(', ')}`;
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
