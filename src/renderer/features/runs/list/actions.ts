import type { RunRow } from '../../../../contract/models.ts';
import { client } from '../../../shared/client/client.ts';
import { count } from '../../../shared/format/count.ts';
import { isLive } from '../../../shared/status/status.ts';
import { failureText } from '../../../shared/stores/failure.ts';
import { changeLayout } from '../../../shared/stores/layout.ts';
import { notify } from '../../../shared/stores/notices.ts';
import { compareRuns } from '../compare/compare-store.ts';
import { takeRows, useRunList } from './list-store.ts';

export const canCancel = ({ status }: RunRow): boolean => isLive(status) || status === 'interrupted';

/** Asks the owners of the live ones, whoever they are. */
export async function cancelRuns(runs: readonly RunRow[]): Promise<void> {
  const commands = runs.filter(canCancel).map(({ id }) => ({ id: crypto.randomUUID(), runId: id }));
  if (commands.length === 0) return;
  try {
    const { accepted } = await client.runs.cancel({ commands });
    notify('info', `${count(accepted, 'run')} asked to cancel`);
  } catch (error) {
    notify('error', failureText(error, 'The runs were not asked to cancel'));
  }
}

export async function pinRuns(runs: readonly RunRow[], pinned: boolean): Promise<void> {
  const runIds = runs.map(({ id }) => id);
  try {
    await client.runs.pin({ runIds, pinned });
    takeRows(runs.map((run) => ({ ...run, pinned })));
  } catch (error) {
    notify('error', failureText(error, pinned ? 'The runs were not pinned' : 'The runs were not unpinned'));
  }
}

/** Writes the selected runs, or all that the filter finds, into a file that the person chooses. */
export async function exportRuns(format: 'json' | 'csv', runs: readonly RunRow[]): Promise<void> {
  const { filter } = useRunList.getState();
  try {
    const runIds = runs.map(({ id }) => id);
    const written = await client.runs.export({ format, filter, ...(runIds.length > 0 && { runIds }) });
    if (written !== null) notify('info', `${count(written.runs, 'run')} written to \`${written.path}\``);
  } catch (error) {
    notify('error', failureText(error, 'The runs were not exported'));
  }
}

export function compareSelected([one, other]: readonly RunRow[]): void {
  if (one === undefined || other === undefined) return;
  // The earlier one is what the later is compared with.
  const [before, after] = one.createdAt <= other.createdAt ? [one, other] : [other, one];
  compareRuns(before.id, after.id);
  changeLayout({ activity: 'runs', runsTab: 'compare' });
}
