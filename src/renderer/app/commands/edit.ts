import type { Command, Readable } from '../../shared/commands/command.ts';
import { redo, revert, save, undo, useEditing } from '../../shared/editing/editing.ts';
import { outOfSight, SIGHT } from './in-sight.ts';

const EDITING: readonly Readable[] = [...SIGHT, useEditing];

const unchangeable = (): string | undefined => outOfSight() ?? useEditing.getState().readOnly ?? undefined;
const notDirty = (): string | undefined => (useEditing.getState().isDirty ? undefined : 'everything is saved');

export const EDIT_COMMANDS: readonly Command[] = [
  {
    id: 'file.save',
    label: 'Save',
    category: 'File',
    group: 'save',
    icon: 'save',
    keywords: 'write disk',
    shortcut: 'Mod+S',
    obstacle: () => unchangeable() ?? notDirty(),
    dependsOn: EDITING,
    run: save,
  },
  {
    id: 'file.revert',
    label: 'Go back to the saved file',
    category: 'File',
    group: 'save',
    icon: 'back',
    keywords: 'revert discard reset',
    obstacle: () => unchangeable() ?? notDirty(),
    dependsOn: EDITING,
    run: revert,
  },
  {
    id: 'edit.undo',
    label: () => named('Undo', useEditing.getState().undoLabel),
    category: 'Edit',
    group: 'history',
    icon: 'undo',
    keywords: 'back history',
    shortcut: 'Mod+Z',
    // A field has an undo of its own.
    whileTyping: false,
    obstacle: () => unchangeable() ?? (useEditing.getState().undoLabel === null ? 'nothing was done yet' : undefined),
    dependsOn: EDITING,
    run: undo,
  },
  {
    id: 'edit.redo',
    label: () => named('Redo', useEditing.getState().redoLabel),
    category: 'Edit',
    group: 'history',
    icon: 'redo',
    keywords: 'forward history again',
    shortcut: 'Mod+Shift+Z Mod+Y',
    whileTyping: false,
    obstacle: () => unchangeable() ?? (useEditing.getState().redoLabel === null ? 'nothing was undone' : undefined),
    dependsOn: EDITING,
    run: redo,
  },
];

/** `Undo: add a shell step`. */
const named = (verb: string, label: string | null): string =>
  label === null ? verb : `${verb}: ${label.charAt(0).toLowerCase()}${label.slice(1)}`;
