import { useEffect, useRef } from 'react';
import type { AgendaDay } from '../../../../contract/schedules.ts';
import { useNow } from '../../../shared/stores/clock.ts';
import { useSchedules } from '../../../shared/stores/schedules.ts';
import { changeWords, formatNumber, shortZone, timeOfWall } from '../format.ts';
import styles from './calendar.module.css';
import { dayName } from './month-days.ts';
import { layoutDay, type PlacedFire } from './week-layout.ts';

interface WeekProps {
  readonly from: number;
  readonly today: number;
  readonly agenda: readonly AgendaDay[] | undefined;
}

const HOUR_PX = 44;
const FIRE_PX = 20;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

export function Week({ from, today, agenda }: WeekProps) {
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The working day first; the night is a scroll away.
    if (scroller.current) scroller.current.scrollTop = 7 * HOUR_PX;
  }, []);
  const days = Array.from({ length: 7 }, (_, index) => {
    const day = agenda?.[index];
    return { number: from + index, day, ...layoutDay(day ?? { entries: [] }, FIRE_PX / (24 * HOUR_PX)) };
  });
  return (
    <div ref={scroller} className={styles.week}>
      <div className={styles.weekHead}>
        <span />
        {days.map(({ number, day, frequent }) => (
          <div key={number} aria-current={number === today ? 'date' : undefined} data-past={number < today}>
            <h3>{dayName(number).replace(/^(\w{3})\w* (\d+) .*/, '$1 $2')}</h3>
            {day?.changes.map((change) => (
              <p key={`${change.zone} ${change.at}`} className={styles.change} data-tip={`In ${change.zone}`}>
                {changeWords(change)} ({shortZone(change.zone)})
              </p>
            ))}
            {frequent.map(({ scheduleId, count }) => (
              <Frequent key={scheduleId} scheduleId={scheduleId} count={count} />
            ))}
          </div>
        ))}
      </div>
      <div className={styles.weekBody} style={{ height: 24 * HOUR_PX }}>
        <div className={styles.hours} aria-hidden="true">
          {HOURS.map((hour) => (
            <span key={hour} style={{ top: hour * HOUR_PX }}>
              {String(hour).padStart(2, '0')}:00
            </span>
          ))}
        </div>
        {days.map(({ number, fires }) => (
          <div
            key={number}
            className={styles.column}
            style={{ backgroundSize: `100% ${HOUR_PX}px` }}
            data-past={number < today}
          >
            {number === today && <NowLine />}
            {fires.map((fire) => (
              <Fire key={`${fire.scheduleId} ${fire.occurrence.nominal}`} fire={fire} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function NowLine() {
  const now = new Date(useNow(60_000));
  return <i className={styles.now} style={{ top: (now.getHours() + now.getMinutes() / 60) * HOUR_PX }} />;
}

function Frequent({ scheduleId, count }: { readonly scheduleId: string; readonly count: number }) {
  const row = useSchedules((state) => state.byId.get(scheduleId));
  return (
    <p className={styles.frequent} data-held={row?.state === 'paused'} data-tip={row?.words.replaceAll('`', '')}>
      <b>{formatNumber(count)}×</b> {row?.flowName}
    </p>
  );
}

function Fire({ fire }: { readonly fire: PlacedFire }) {
  const row = useSchedules((state) => state.byId.get(fire.scheduleId));
  const { wall, offset, gap, repeated } = fire.occurrence;
  const tip = [
    `${row?.flowName ?? 'A flow'} at ${timeOfWall(wall)} ${offset}${row?.ownZone ? ` (${row.zone})` : ''}`,
    gap && `for ${timeOfWall(gap.first)}, which is skipped as the clocks go forward`,
    repeated && 'the clocks show this time for the second time',
  ];
  return (
    <span
      className={styles.fire}
      data-held={row?.state === 'paused'}
      data-shifted={gap !== null || repeated}
      data-tip={tip.filter(Boolean).join('\n')}
      style={{
        top: `min(${fire.top * 100}%, calc(100% - ${FIRE_PX}px))`,
        left: `calc(${(fire.lane / fire.lanes) * 100}% + 2px)`,
        width: `calc(${100 / fire.lanes}% - 4px)`,
      }}
    >
      <b>{timeOfWall(wall)}</b> {row?.flowName}
    </span>
  );
}
