import type { Clock } from '../ports/clock.ts';
import type { Owners } from '../ports/owners.ts';

/** The lock that decides which process fires schedules. */
const SCHEDULES_LOCK = 'schedules';

/** Milliseconds between two looks at whether the process that fires is still there. */
const LOOK_MS = 2_000;

export interface Duty {
  /** Whether it is this process that fires. */
  readonly isHeld: boolean;
  stop(): Promise<void>;
}

interface DutyParts {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly owners: Pick<Owners, 'tryHold'>;
  /** Called when this process has the lock, until it resolves: it fires from then on. */
  readonly begin: () => Promise<void>;
  /** Called at the end, when this process had the lock. */
  readonly end: () => Promise<void>;
  readonly report: (message: string) => void;
}

/**
 * Of all processes on one store, one fires: the one that holds the lock. The others look every few seconds, and the lock is
 * free the moment its holder ends in whatever way. What came due in between is made up for as each trigger says.
 */
export function takeDuty({ clock, owners, begin, end, report }: DutyParts): Duty {
  const stopping = new AbortController();
  let isHeld = false;
  const look = (): boolean => {
    try {
      return owners.tryHold(SCHEDULES_LOCK);
    } catch (error) {
      report(`It cannot be told whether another process fires schedules: ${messageOf(error)}`);
      return false;
    }
  };
  const tryToBegin = async (): Promise<boolean> => {
    try {
      await begin();
      return true;
    } catch (error) {
      report(`Schedules cannot begin, and will be tried again: ${messageOf(error)}`);
      return false;
    }
  };
  const begun = (async () => {
    while (!stopping.signal.aborted) {
      isHeld = look();
      if (isHeld && (await tryToBegin())) return;
      await clock.sleep(LOOK_MS, stopping.signal).catch(() => {});
    }
  })();
  return {
    get isHeld() {
      return isHeld;
    },
    stop: async () => {
      stopping.abort();
      await begun;
      if (isHeld) await end();
      isHeld = false;
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
