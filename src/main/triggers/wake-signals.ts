import type { Clock } from '../ports/clock.ts';
import type { AppSignals } from '../ports/conditions.ts';

const LOOK_MS = 10_000;
/** A difference between the two clocks that only sleep, or somebody who sets the clock, makes. */
const STEP_MS = 5_000;

/** Notices that the machine was asleep by its clocks alone, where no desktop tells. */
export function createWakeSignals(clock: Pick<Clock, 'now' | 'monotonic' | 'sleep'>): AppSignals {
  return {
    subscribe: (listener) => {
      const ending = new AbortController();
      const look = async () => {
        for (;;) {
          const [wall, steady] = [clock.now(), clock.monotonic()];
          await clock.sleep(LOOK_MS, ending.signal);
          const [byWall, bySteady] = [clock.now() - wall, clock.monotonic() - steady];
          if (Math.max(byWall - bySteady, bySteady - LOOK_MS) > STEP_MS) listener('wake');
        }
      };
      look().catch(() => {});
      return () => ending.abort();
    },
  };
}
