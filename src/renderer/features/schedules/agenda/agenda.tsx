import { useState } from 'react';
import type { AgendaDay } from '../../../../contract/schedules.ts';
import { useNow } from '../../../shared/stores/clock.ts';
import { useSchedules } from '../../../shared/stores/schedules.ts';
import { editTrigger } from '../../../shared/stores/trigger-editor.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { EmptyState } from '../../../shared/ui/empty-state.tsx';
import { Icon } from '../../../shared/ui/icon.tsx';
import { Prose } from '../../../shared/ui/prose.tsx';
import { dayName, dayOfInstant, dayOfText, textOfDay } from '../calendar/month-days.ts';
import { changeWords, formatNumber, formatUntil, timeOfWall } from '../format.ts';
import { useAgenda } from '../use-agenda.ts';
import styles from './agenda.module.css';
import { type AgendaItem, agendaLines, MOST_LINES } from './agenda-rows.ts';

const FIRST_DAYS = 14;
const MOST_DAYS = 62;

/** The coming days on the clock of this machine, and what is due on each. */
export function Agenda() {
  const today = dayOfInstant(useNow(60_000));
  const zone = useSchedules((state) => state.localZone);
  const [days, setDays] = useState(FIRST_DAYS);
  const { value, problem } = useAgenda({ from: textOfDay(today), days, zone, listed: MOST_LINES });
  const filled = (value?.days ?? []).filter((day) => day.entries.length > 0 || day.changes.length > 0);
  if (problem !== null) return <p role="alert">{problem}</p>;
  if (value !== null && filled.every((day) => day.entries.length === 0) && days === MOST_DAYS) {
    return <EmptyState icon="schedules" title={`Nothing is due in the next ${MOST_DAYS} days`} />;
  }
  return (
    <div className={styles.scroll}>
      {filled.map((day) => (
        <Day key={day.day} day={day} today={today} />
      ))}
      {value !== null && filled.length === 0 && <p className={styles.none}>Nothing is due in the next {days} days.</p>}
      {value !== null && days < MOST_DAYS && (
        <Button look="plain" className={styles.more} onClick={() => setDays(Math.min(MOST_DAYS, days * 2))}>
          Show more days
        </Button>
      )}
    </div>
  );
}

function Day({ day, today }: { readonly day: AgendaDay; readonly today: number }) {
  const number = dayOfText(day.day);
  const near = number === today ? 'Today' : number === today + 1 ? 'Tomorrow' : undefined;
  const { items, frequent } = agendaLines(day);
  return (
    <section className={styles.day}>
      <h2>
        {near !== undefined && <b className={styles.near}>{near}</b>} {dayName(number)}
      </h2>
      <ul>
        {items.map((item) => (
          <li key={keyOf(item)}>{item.kind === 'change' ? <Change item={item} /> : <Fire item={item} />}</li>
        ))}
        {frequent.length > 0 && (
          <li className={styles.frequent}>
            <span>All day</span>
            <p>
              {frequent.map((one) => (
                <Frequent key={one.scheduleId} {...one} />
              ))}
            </p>
          </li>
        )}
      </ul>
    </section>
  );
}

const keyOf = (item: AgendaItem): string =>
  item.kind === 'change' ? `${item.change.zone} ${item.at}` : `${item.scheduleId} ${item.at}`;

function Change({ item: { change } }: { readonly item: Extract<AgendaItem, { kind: 'change' }> }) {
  return (
    <p className={styles.change}>
      <Icon name="clock" size={14} />
      {changeWords(change)} in {change.zone}: {change.before} becomes {change.after}
    </p>
  );
}

function Frequent({ scheduleId, count }: { readonly scheduleId: string; readonly count: number }) {
  const row = useSchedules((state) => state.byId.get(scheduleId));
  return (
    <span data-held={row?.state === 'paused'} data-tip={row?.words.replaceAll('`', '')}>
      {row?.flowName} <b>{formatNumber(count)}×</b>
    </span>
  );
}

function Fire({ item: { at, scheduleId, occurrence } }: { readonly item: Extract<AgendaItem, { kind: 'fire' }> }) {
  const row = useSchedules((state) => state.byId.get(scheduleId));
  const localZone = useSchedules((state) => state.localZone);
  const now = useNow(30_000);
  const { gap, repeated, wall, offset } = occurrence;
  const isElsewhere = row !== undefined && row.zone !== localZone;
  const here = new Date(at);
  const time = isElsewhere ? `${two(here.getHours())}:${two(here.getMinutes())}` : timeOfWall(wall);
  const notes = [
    isElsewhere && `${timeOfWall(wall)} ${offset} in ${row.zone}`,
    gap && `in place of ${timeOfWall(gap.first)}, which the clocks skip`,
    repeated && 'the second time that the clocks show this',
    row?.state === 'paused' && 'paused',
  ].filter(Boolean);
  return (
    <button
      type="button"
      className={styles.fire}
      data-held={row?.state === 'paused'}
      onClick={() => row && editTrigger({ workspace: row.workspace, file: row.file, index: row.index })}
    >
      <span className={styles.time}>{time}</span>
      <span className={styles.name}>{row?.flowName}</span>
      <span className={styles.words}>{notes.join(', ') || <Prose text={row?.words ?? ''} />}</span>
      <span className={styles.until}>{formatUntil(at, now)}</span>
    </button>
  );
}

const two = (value: number): string => String(value).padStart(2, '0');
