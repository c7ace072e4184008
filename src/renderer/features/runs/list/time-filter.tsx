import type { TimeChoice } from './filter.ts';
import styles from './list.module.css';
import { chooseRuns, useRunList } from './list-store.ts';

const HOUR = 3_600_000;
const SPANS: readonly (readonly [number, string])[] = [
  [HOUR, 'Last hour'],
  [24 * HOUR, 'Last 24 hours'],
  [7 * 24 * HOUR, 'Last 7 days'],
  [30 * 24 * HOUR, 'Last 30 days'],
  [365 * 24 * HOUR, 'Last year'],
];
const DAYS = 'days';
const ANY_DAYS: TimeChoice = { kind: 'days', from: '', to: '' };

/** A span up to now, or days from and to. */
export function TimeFilter() {
  const time = useRunList((state) => state.choice.time);
  const choose = (value: string) => {
    if (value === '') chooseRuns({ time: null });
    else chooseRuns({ time: value === DAYS ? ANY_DAYS : { kind: 'last', span: Number(value) } });
  };
  return (
    <>
      <select
        className={styles.select}
        aria-label="Time"
        data-chosen={time !== null}
        value={time === null ? '' : time.kind === 'days' ? DAYS : time.span}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">Any time</option>
        {SPANS.map(([span, word]) => (
          <option key={span} value={span}>
            {word}
          </option>
        ))}
        <option value={DAYS}>Between days…</option>
      </select>
      {time?.kind === 'days' && (
        <span className={styles.days}>
          <input
            type="date"
            aria-label="From"
            max={time.to}
            value={time.from}
            onChange={(event) => chooseRuns({ time: { ...time, from: event.target.value } })}
          />
          to
          <input
            type="date"
            aria-label="To"
            min={time.from}
            value={time.to}
            onChange={(event) => chooseRuns({ time: { ...time, to: event.target.value } })}
          />
        </span>
      )}
    </>
  );
}
