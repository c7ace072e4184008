import { useNow } from './clock.ts';
import { useRun } from './run.ts';

/** The present of the shown run: in a replay, the instant that is looked at. Renewed like `useNow`. */
export function useRunNow(period: number, active = true): number {
  const moment = useRun((state) => (active ? state.moment?.at : undefined));
  const now = useNow(period, active && moment === undefined);
  return moment ?? now;
}
