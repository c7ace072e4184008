import { useState } from 'react';
import { useNow } from '../../../shared/stores/clock.ts';
import { Button, IconButton } from '../../../shared/ui/button.tsx';
import { ChoiceBar } from '../choice-bar.tsx';
import styles from '../schedules.module.css';
import { useAgenda } from '../use-agenda.ts';
import { Month } from './month.tsx';
import { dayOfInstant, mondayOf, monthGrid, monthName, monthOfDay, textOfDay, weekName } from './month-days.ts';
import { Week } from './week.tsx';

type View = 'month' | 'week';

/** Fires of one schedule that are listed for a cell or a column; more are counted. */
const LISTED: Readonly<Record<View, number>> = { month: 3, week: 24 };

/** The coming fires by days, each schedule by the clock of its own zone. */
export function Calendar() {
  const today = dayOfInstant(useNow(60_000));
  const [view, setView] = useState<View>('month');
  /** Any day of what is shown; null follows today. */
  const [chosen, setChosen] = useState<number | null>(null);
  const day = chosen ?? today;
  const { from, days } = view === 'month' ? monthGrid(monthOfDay(day)) : { from: mondayOf(day), days: 7 };
  const { value, problem } = useAgenda({ from: textOfDay(from), days, zone: null, listed: LISTED[view] });
  const move = (by: number) => setChosen(view === 'week' ? day + by * 7 : monthStep(day, by));
  const openWeek = (of: number) => {
    setChosen(of);
    setView('week');
  };
  // Days that were answered for another view are not those that are shown.
  const answered = value?.days[0]?.day === textOfDay(from) && value.days.length === days ? value.days : undefined;
  return (
    <>
      <div className={styles.toolbar}>
        <IconButton icon="chevron-left" label={`The ${view} before`} onClick={() => move(-1)} />
        <IconButton icon="chevron-right" label={`The ${view} after`} onClick={() => move(1)} />
        <Button look="plain" onClick={() => setChosen(null)}>
          Today
        </Button>
        <h2 aria-live="polite">{view === 'month' ? monthName(monthOfDay(day)) : weekName(from)}</h2>
        <span className={styles.space} />
        {problem !== null && <p role="alert">{problem}</p>}
        <ChoiceBar
          label="View"
          options={[
            ['month', 'Month'],
            ['week', 'Week'],
          ]}
          selected={view}
          onSelect={setView}
        />
      </div>
      {view === 'month' ? (
        <Month from={from} days={days} month={monthOfDay(day)} today={today} agenda={answered} onOpenDay={openWeek} />
      ) : (
        <Week from={from} today={today} agenda={answered} />
      )}
    </>
  );
}

/** The first of a neighbouring month. */
function monthStep(day: number, by: number): number {
  const month = monthOfDay(day) + by;
  return monthGrid(month).from + 7;
}
