import type { PauseTarget, ScheduleRow } from '../../../contract/schedules.ts';
import { client } from '../../shared/client/client.ts';
import { failureText } from '../../shared/stores/failure.ts';
import { notify } from '../../shared/stores/notices.ts';

/** Does something, and says so when it did not work. */
async function attempt(what: string, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    notify('error', failureText(error, what));
    return false;
  }
}

export const pause = (target: PauseTarget) =>
  attempt('The schedule was not paused', () => client.schedules.pause(target));

export const resume = (target: PauseTarget) =>
  attempt('The schedule was not resumed', () => client.schedules.resume(target));

export const arm = (rows: readonly ScheduleRow[]) =>
  attempt('Nothing was armed', () =>
    client.schedules.arm({
      triggers: rows.flatMap(({ id, pending }) => (pending === null ? [] : [{ scheduleId: id, seen: pending.seen }])),
    }),
  );
