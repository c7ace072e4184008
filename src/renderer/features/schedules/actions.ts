import type { PauseTarget, ScheduleRow } from '../../../contract/schedules.ts';
import { client } from '../../shared/client/client.ts';
import { failureText } from '../../shared/stores/failure.ts';
import { changeLayout } from '../../shared/stores/layout.ts';
import { notify } from '../../shared/stores/notices.ts';
import { openFlow, openRun, openWorkspace } from '../../shared/stores/studio.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';

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

/** Leaves the schedules for the run. */
export const showRun = (runId: string) =>
  attempt('The run cannot be shown', async () => {
    const row = await client.runs.get({ runId });
    await enterWorkspace(row.workspace);
    changeLayout({ activity: 'runs' });
    openRun(row);
  });

/** Leaves the schedules for the flow. */
export const showFlow = ({ workspace, file }: Pick<ScheduleRow, 'workspace' | 'file'>) =>
  attempt('The flow cannot be shown', async () => {
    await enterWorkspace(workspace);
    changeLayout({ activity: 'flows' });
    await openFlow(file);
  });

async function enterWorkspace(workspace: string): Promise<void> {
  if (useWorkspaces.getState().current?.path !== workspace) await openWorkspace(workspace);
}
