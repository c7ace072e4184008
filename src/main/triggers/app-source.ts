import type { Clock } from '../ports/clock.ts';
import type { AppSignals } from '../ports/conditions.ts';
import type { EventSchedule, EventSource, Occurred } from './event-source.ts';

/** `app` triggers: the app or daemon began to fire, the machine woke, its screen was unlocked, nobody used it for a while. */
export function createAppSource(parts: {
  readonly clock: Pick<Clock, 'now'>;
  readonly signals: AppSignals;
  readonly occurred: Occurred;
}): EventSource {
  const { clock, signals, occurred } = parts;
  let schedules: readonly EventSchedule[] | undefined;
  const tell = (signal: string) => {
    for (const { id, trigger } of schedules ?? []) {
      if (trigger.type === 'app' && trigger.app === signal) void occurred(id, { at: clock.now(), data: { signal } });
    }
  };
  const end = signals.subscribe(tell);
  return {
    set: (all) => {
      const isFirst = schedules === undefined;
      schedules = all;
      if (isFirst) tell('start');
    },
    close: async () => end(),
  };
}
