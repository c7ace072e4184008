import { useState } from 'react';
import { useNow } from '../../../shared/stores/clock.ts';
import { Button, IconButton } from '../../../shared/ui/button.tsx';
import { ChoiceBar } from '../choice-bar.tsx';
import styles from '../schedules.module.css';
import { useAgenda } from '../use-agenda.ts';
import { Month } from './month.tsx';
import { dayOfInstant, mondayOf, spanName, textOfDay } from './month-days.ts';
import { Week } from './week.tsx';

type View = 'month' | 'week';

interface ViewOptions {
  readonly days: number;
  /** Days that an arrow moves by. */
  readonly step: number;
  /** Fires of one schedule that are listed for a cell or a column; more are counted. */
  readonly listed: number;
}

/** A month is five weeks from the present one on: what is past is a matter of the ledger. */
const VIEWS: Readonly<Record<View, ViewOptions>> = {
  month: { days: 35, step: 28, listed: 3 },
  week: { days: 7, step: 7, listed: 24 },
};

/** The coming fires by days, each schedule by the clock of its own zone. */
export function Calendar() {
  const today = dayOfInstant(useNow(60_000));
  const [view, setView] = useState<View>('month');
  /** Any day of the first week that is shown; null follows today. */
  const [chosen, setChosen] = useState<number | null>(null);
  const from = mondayOf(chosen ?? today);
  const { days, step, listed } = VIEWS[view];
  const { value, problem } = useAgenda({ from: textOfDay(from), days, zone: null, listed });
  const openWeek = (day: number) => {
    setChosen(day);
    setView('week');
  };
  // Days that were answered for another view are not those that are shown.
  const answered = value?.days[0]?.day === textOfDay(from) && value.days.length === days ? value.days : undefined;
  return (
    <>
      <div className={styles.toolbar}>
        <IconButton icon="chevron-left" label={`The ${view} before`} onClick={() => setChosen(from - step)} />
        <IconButton icon="chevron-right" label={`The ${view} after`} onClick={() => setChosen(from + step)} />
        <Button look="plain" disabled={chosen === null || from === mondayOf(today)} onClick={() => setChosen(null)}>
          Today
        </Button>
        <h2 aria-live="polite">{spanName(from, days)}</h2>
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
        <Month from={from} days={days} today={today} agenda={answered} onOpenDay={openWeek} />
      ) : (
        <Week from={from} today={today} agenda={answered} />
      )}
    </>
  );
}
