import type { AgendaDay } from '../../../../contract/schedules.ts';
import { useSchedules } from '../../../shared/stores/schedules.ts';
import { Icon } from '../../../shared/ui/icon.tsx';
import { changeWords, formatNumber, shortZone, timeOfWall } from '../format.ts';
import styles from './calendar.module.css';
import { dayName, dayOfMonth, isOddMonth, shortDayName } from './month-days.ts';

interface MonthProps {
  readonly from: number;
  readonly days: number;
  readonly today: number;
  readonly agenda: readonly AgendaDay[] | undefined;
  readonly onOpenDay: (day: number) => void;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** Lines that fit into a cell of usual height. */
const LINES = 4;

export function Month({ from, days, today, agenda, onOpenDay }: MonthProps) {
  const numbers = Array.from({ length: days }, (_, index) => from + index);
  return (
    <div className={styles.month} style={{ gridTemplateRows: `24px repeat(${days / 7}, minmax(108px, 1fr))` }}>
      {WEEKDAYS.map((name) => (
        <span key={name} className={styles.weekday}>
          {name}
        </span>
      ))}
      {numbers.map((day, index) => (
        <Cell key={day} day={day} today={today} agenda={agenda?.[index]} onOpen={() => onOpenDay(day)} />
      ))}
    </div>
  );
}

interface CellProps {
  readonly day: number;
  readonly today: number;
  readonly agenda: AgendaDay | undefined;
  readonly onOpen: () => void;
}

function Cell({ day, today, agenda, onOpen }: CellProps) {
  const entries = agenda?.entries ?? [];
  const shown = entries.length > LINES ? entries.slice(0, LINES - 1) : entries;
  const isFirst = dayOfMonth(day) === 1;
  const total = entries.reduce((sum, { count }) => sum + count, 0);
  return (
    <button
      type="button"
      className={styles.cell}
      data-shaded={isOddMonth(day)}
      data-past={day < today}
      data-testid="day"
      aria-current={day === today ? 'date' : undefined}
      aria-label={`${dayName(day)}: ${total === 0 ? 'nothing is due' : `${formatNumber(total)} due`}`}
      onClick={onOpen}
    >
      <span className={styles.date}>{isFirst ? shortDayName(day) : dayOfMonth(day)}</span>
      {agenda?.changes.map((change) => (
        <span
          key={`${change.zone} ${change.at}`}
          className={styles.change}
          data-tip={`${changeWords(change)} in ${change.zone}`}
        >
          <Icon name="clock" size={12} /> {shortZone(change.zone)}
        </span>
      ))}
      <span className={styles.entries}>
        {shown.map((entry) => (
          <Line key={entry.scheduleId} entry={entry} />
        ))}
        {entries.length > shown.length && (
          <span className={styles.more}>{entries.length - shown.length} more schedules</span>
        )}
      </span>
    </button>
  );
}

function Line({ entry }: { readonly entry: AgendaDay['entries'][number] }) {
  const row = useSchedules((state) => state.byId.get(entry.scheduleId));
  const times = entry.occurrences.map(({ wall }) => timeOfWall(wall));
  const isListed = entry.count === entry.occurrences.length;
  const first = times[0] ?? '';
  const zone = row?.ownZone ? ` (${shortZone(entry.zone)})` : '';
  const tip = `${row?.flowName ?? 'A flow'}: ${isListed ? times.join(', ') : `${formatNumber(entry.count)} times, first at ${first}`}${zone}`;
  return (
    <span className={styles.line} data-held={row?.state === 'paused'} data-tip={tip}>
      <i aria-hidden="true" />
      <b>{entry.count === 1 ? first : `${formatNumber(entry.count)}×`}</b>
      <span>{row?.flowName}</span>
    </span>
  );
}
