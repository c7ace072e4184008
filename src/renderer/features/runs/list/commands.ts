import type { Command } from '../../../shared/commands/command.ts';
import { showRun } from '../../../shared/stores/show.ts';
import { canCancel, cancelRuns, compareSelected, exportRuns, pinRuns } from './actions.ts';
import { canUndoDeletion, deleteRuns, undoDeletion } from './deletion.ts';
import { select, selectedRuns, useRunList } from './list-store.ts';

const none = (): string | undefined => (selectedRuns().length === 0 ? 'select runs first' : undefined);
const isPinned = (): boolean => selectedRuns().every(({ pinned }) => pinned) && selectedRuns().length > 0;

const LIST = { category: 'Run', group: 'list', scope: 'run-list', dependsOn: [useRunList] } as const;

/** What can be done with the runs that are selected in the list. */
export const RUN_LIST_COMMANDS: readonly Command[] = [
  {
    ...LIST,
    id: 'runs.open',
    label: 'Open the run',
    icon: 'flows',
    shortcut: 'Enter',
    obstacle: () => (useRunList.getState().selection.cursor === null ? 'select a run first' : undefined),
    run: () => {
      const { cursor } = useRunList.getState().selection;
      if (cursor !== null) void showRun(cursor);
    },
  },
  {
    ...LIST,
    id: 'runs.cancel',
    label: 'Cancel the selected runs',
    icon: 'stop',
    shortcut: 'Mod+.',
    obstacle: () => none() ?? (selectedRuns().some(canCancel) ? undefined : 'all of them have ended'),
    run: () => cancelRuns(selectedRuns()),
  },
  {
    ...LIST,
    id: 'runs.delete',
    label: 'Delete the selected runs',
    icon: 'trash',
    shortcut: 'Delete',
    obstacle: none,
    run: () => deleteRuns(selectedRuns()),
  },
  {
    ...LIST,
    id: 'runs.undo-delete',
    label: 'Undo the last deletion',
    icon: 'back',
    shortcut: 'Mod+Z',
    obstacle: () => (canUndoDeletion() ? undefined : 'nothing was deleted a moment ago'),
    run: undoDeletion,
  },
  {
    ...LIST,
    id: 'runs.pin',
    label: () => (isPinned() ? 'Unpin the selected runs' : 'Pin the selected runs'),
    icon: 'pin',
    keywords: 'keep favourite',
    shortcut: 'P',
    obstacle: none,
    run: () => pinRuns(selectedRuns(), !isPinned()),
  },
  {
    ...LIST,
    id: 'runs.compare',
    label: 'Compare two runs',
    icon: 'compare',
    keywords: 'diff difference',
    shortcut: 'C',
    obstacle: () => (selectedRuns().length === 2 ? undefined : 'select two runs first'),
    run: () => compareSelected(selectedRuns()),
  },
  {
    ...LIST,
    id: 'runs.select-all',
    label: 'Select all runs of the list',
    icon: 'check',
    shortcut: 'Mod+A',
    run: () => select({ kind: 'all' }),
  },
  {
    ...LIST,
    id: 'runs.select-none',
    label: 'Select only this run',
    shortcut: 'Escape',
    run: () => select({ kind: 'none' }),
  },
  {
    ...LIST,
    id: 'runs.export-csv',
    label: 'Export runs as CSV',
    icon: 'download',
    run: () => exportRuns('csv', severalSelected()),
  },
  {
    ...LIST,
    id: 'runs.export-json',
    label: 'Export runs as JSON',
    icon: 'download',
    run: () => exportRuns('json', severalSelected()),
  },
];

/** One that is merely looked at is no selection: then all that the filter finds is meant. */
const severalSelected = () => (selectedRuns().length > 1 ? selectedRuns() : []);
