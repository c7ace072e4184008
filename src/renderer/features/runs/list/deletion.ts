import type { RunRow } from '../../../../contract/models.ts';
import { client } from '../../../shared/client/client.ts';
import { count } from '../../../shared/format/count.ts';
import { isLive } from '../../../shared/status/status.ts';
import { failureText } from '../../../shared/stores/failure.ts';
import { dismissNotice, notify } from '../../../shared/stores/notices.ts';
import { hideRuns } from './list-store.ts';

/** Milliseconds in which a deletion can be taken back. */
const GRACE_MS = 8_000;

interface Deletion {
  readonly runIds: readonly string[];
  readonly notice: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Those that can still be taken back, latest last. */
const waiting: Deletion[] = [];

/** Takes finished runs out of sight at once, and out of the store a moment later; until then it can be undone. */
export function deleteRuns(runs: readonly RunRow[]): void {
  const runIds = runs.filter(({ finishedAt }) => finishedAt !== null).map(({ id }) => id);
  const kept = runs.length - runIds.length;
  if (kept > 0) {
    const live = runs.some(({ status }) => isLive(status));
    notify('info', `${count(kept, 'run')} not deleted: ${live ? 'cancel live runs first' : 'it has not finished'}`);
  }
  if (runIds.length === 0) return;
  hideRuns(runIds, true);
  const undo = { label: 'Undo', run: () => restore(runIds) };
  const notice = notify('info', `${count(runIds.length, 'run')} deleted`, { action: undo, stays: GRACE_MS });
  waiting.push({ runIds, notice, timer: setTimeout(() => void commit(runIds), GRACE_MS) });
}

/** The latest deletion is taken back. False when there is none. */
export function undoDeletion(): boolean {
  const latest = waiting.at(-1);
  if (latest === undefined) return false;
  dismissNotice(latest.notice);
  restore(latest.runIds);
  return true;
}

export const canUndoDeletion = (): boolean => waiting.length > 0;

function take(runIds: readonly string[]): Deletion | undefined {
  const index = waiting.findIndex((deletion) => deletion.runIds === runIds);
  const [deletion] = index < 0 ? [] : waiting.splice(index, 1);
  clearTimeout(deletion?.timer);
  return deletion;
}

function restore(runIds: readonly string[]): void {
  if (take(runIds) !== undefined) hideRuns(runIds, false);
}

async function commit(runIds: readonly string[]): Promise<void> {
  if (take(runIds) === undefined) return;
  try {
    const { refused } = await client.runs.delete({ runIds: [...runIds] });
    if (refused.length > 0) notify('warning', `${count(refused.length, 'run')} not deleted: it goes on again`);
  } catch (error) {
    notify('error', failureText(error, 'The runs were not deleted'));
  } finally {
    // What is gone is gone from the list too; what is not comes back.
    hideRuns(runIds, false);
  }
}

// Whoever closes the window has seen that the runs are gone.
addEventListener('pagehide', () => {
  for (const { runIds } of [...waiting]) void commit(runIds);
});
