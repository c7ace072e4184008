import type { ScheduleStore } from '../../ports/schedule-store.ts';
import type { ScheduledFlow, ScheduleSource } from '../../scheduler/scheduled-flow.ts';
import { standingOf } from '../../scheduler/standing.ts';
import { createTimings } from '../../scheduler/timing.ts';
import type { TraySchedules } from './tray-feed.ts';
import type { NextFire } from './tray-model.ts';

interface TrayScheduleParts {
  /** The triggers that fire. */
  readonly source: ScheduleSource;
  readonly store: Pick<ScheduleStore, 'get' | 'pauses' | 'watch'>;
  /** The time zone of the machine. */
  readonly zone: () => string;
  readonly now: () => number;
  readonly report: (message: string) => void;
}

/** More than the tray shows, so that some may fire before all are asked again. */
const KEPT = 20;
/** Asking every schedule takes a while when there are thousands: that is done as rarely as this, or as one part in so many of the time. */
const LEAST_GAP_MS = 5_000;
const SHARE_OF_TIME = 1 / 200;

/** What the tray shows of schedules: what fires next, and whether all of them are paused. */
export function createTraySchedules({ source, store, zone, now, report }: TrayScheduleParts): TraySchedules & {
  close(): void;
} {
  const listeners = new Set<() => void>();
  let schedules: readonly ScheduledFlow[] = [];
  let soonest: readonly NextFire[] | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let gap = LEAST_GAP_MS;
  let timings = createTimings();

  const changed = () => {
    soonest = undefined;
    for (const listener of [...listeners]) listener();
  };
  const load = async () => {
    try {
      schedules = await source.list();
      timings = createTimings();
      changed();
    } catch (error) {
      report(`The tray cannot show what fires next: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  /** Of all schedules, by what the store knows of each. */
  const ask = (): readonly NextFire[] => {
    const begin = performance.now();
    const context = { now: now(), localZone: zone(), pauses: store.pauses() };
    const fires: NextFire[] = [];
    for (const schedule of schedules) {
      const { status, next } = standingOf(schedule, store.get(schedule.id), context, timings);
      if (next === null || status === 'paused') continue;
      fires.push({ flowName: schedule.flow.name, at: next.fireAt });
    }
    askedAt = performance.now();
    gap = Math.max(LEAST_GAP_MS, (askedAt - begin) / SHARE_OF_TIME);
    return fires.sort((a, b) => a.at - b.at).slice(0, KEPT);
  };

  const stops = [source.watch(() => void load()), store.watch(changed)];
  void load();

  return {
    state: () => (schedules.length === 0 ? null : { paused: store.pauses().some(({ scope }) => scope === 'all') }),
    next(limit) {
      const first = soonest?.[0];
      const isOld = first !== undefined && first.at <= now() && performance.now() - askedAt >= gap;
      if (soonest === undefined || isOld) soonest = ask();
      return soonest.filter(({ at }, index) => index === 0 || at > now()).slice(0, limit);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}
