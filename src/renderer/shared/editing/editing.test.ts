import { createHash } from 'node:crypto';
import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FlowDocument } from '../../../contract/models.ts';
import { useDocument } from '../stores/document.ts';
import { useNotices } from '../stores/notices.ts';
import {
  applyEdits,
  applyText,
  redo,
  resolveConflict,
  restoreUnsaved,
  revert,
  save,
  undo,
  useEditing,
} from './editing.ts';
import { followDocument } from './open-document.ts';
import { readText } from './read-text.ts';
import { setReason } from './state.ts';

const FLOW = `# Nightly.
name: backup
steps:
  - name: copy   # first
    run: cp -r a b
`;

/** Files on a disk with somebody to watch them, as the studio tells of them. */
const disk = vi.hoisted(() => ({
  files: new Map<string, string>(),
  listeners: new Set<() => void>(),
  /** Called in the middle of a save, before it writes. */
  duringSave: undefined as (() => void) | undefined,
}));

vi.mock('../client/client.ts', () => ({
  client: {
    flows: {
      open: async ({ workspace, file }: { workspace: string; file: string }, { signal }: { signal: AbortSignal }) =>
        (async function* () {
          let before: string | null | undefined;
          while (!signal.aborted) {
            const text = disk.files.get(file) ?? null;
            if (text !== before) yield { document: text === null ? null : documentOf(workspace, file, text) };
            before = text;
            await new Promise<void>((wake) => {
              disk.listeners.add(wake);
              signal.addEventListener('abort', () => wake());
            });
          }
        })(),
      save: async ({ file, revision, text }: { file: string; revision: string | null; text: string }) => {
        disk.duringSave?.();
        const now = disk.files.get(file);
        const current = now === undefined ? null : revisionOf(now);
        if (current !== revision)
          throw new ORPCError('CONFLICT', { defined: true, data: { revision: String(current) } });
        write(file, text);
        return { revision: revisionOf(text) };
      },
    },
  },
}));

const revisionOf = (text: string) => createHash('sha256').update(text).digest('hex');

function documentOf(workspace: string, file: string, text: string): FlowDocument {
  const { flow, diagnostics, lines } = readText(text, { file });
  return { workspace, file, flowId: file, text, revision: revisionOf(text), flow, diagnostics, lines, locked: null };
}

function write(file: string, text: string): void {
  disk.files.set(file, text);
  tell();
}

function tell(): void {
  const listeners = [...disk.listeners];
  disk.listeners.clear();
  for (const wake of listeners) wake();
}

const text = () => useEditing.getState().text;
const stepIds = () => useDocument.getState().drawn?.plan.steps.map(({ id }) => id);
const settled = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), { timeout: 5_000, interval: 1 });
/** Tests do not share files: what is open stays as long as the window. */
let file: string;
let count = 0;

const open = async (name = file) => {
  await followDocument('/work', name);
  await settled(() => useEditing.getState().readOnly === null);
};

describe('the open file', () => {
  beforeEach(async () => {
    file = `flow-${++count}.chronum.yaml`;
    disk.files.set(file, FLOW);
    useNotices.setState({ notices: [] });
    await open();
  });
  afterEach(() => {
    disk.duringSave = undefined;
    setReason('pinned', null);
  });

  it('is changed by edits of its fields, each with a name, back and forth', () => {
    expect(applyEdits('Change the command', [{ op: 'set', path: ['steps', 0, 'run'], value: 'rsync a b' }]).ok).toBe(
      true,
    );
    const insert = {
      op: 'insert',
      path: ['steps', 1],
      value: { name: 'check', needs: ['copy'], run: 'ls b' },
    } as const;
    expect(applyEdits('Add check', [insert]).ok).toBe(true);
    const changed = `${FLOW.replace('cp -r a b', 'rsync a b')}  - name: check\n    needs: [copy]\n    run: ls b\n`;
    expect(text()).toBe(changed);
    expect(stepIds()).toEqual(['copy', 'check']);
    expect(useEditing.getState()).toMatchObject({ isDirty: true, undoLabel: 'Add check', redoLabel: null });
    undo();
    undo();
    expect(text()).toBe(FLOW);
    expect(stepIds()).toEqual(['copy']);
    expect(useEditing.getState()).toMatchObject({ isDirty: false, undoLabel: null, redoLabel: 'Change the command' });
    redo();
    redo();
    expect(text()).toBe(changed);
  });

  it('refuses what cannot be done, says why, and stays as it is', () => {
    const refused = applyEdits('Remove', [{ op: 'remove', path: ['steps', 4] }]);
    expect(refused).toMatchObject({ ok: false, error: { code: 'edit-path-missing' } });
    expect(useNotices.getState().notices.at(-1)?.text).toContain('steps[4]');
    expect(useEditing.getState()).toMatchObject({ text: FLOW, undoLabel: null });
    applyEdits('Remove', [{ op: 'remove', path: ['steps', 5] }], { quiet: true });
    expect(useNotices.getState().notices).toHaveLength(1);
  });

  it('makes one entry of what is typed in one go', () => {
    const at = FLOW.indexOf('cp');
    for (const [i, letter] of [...'sudo '].entries()) {
      applyText('Typing', [{ start: at + i, end: at + i, text: letter }], { coalesce: 'typing' });
    }
    expect(text()).toBe(FLOW.replace('cp', 'sudo cp'));
    undo();
    expect(useEditing.getState()).toMatchObject({ text: FLOW, undoLabel: null, isDirty: false });
    redo();
    applyText('Typing', [{ start: 0, end: 0, text: '#\n' }], { coalesce: 'typing' });
    undo();
    expect(text()).toBe(FLOW.replace('cp', 'sudo cp'));
  });

  it('keeps the last graph while the text cannot be read, and draws around errors that leave the rest readable', () => {
    applyText('Typing', [{ start: FLOW.length, end: FLOW.length, text: '  - [' }]);
    expect(useDocument.getState().document?.flow).toBeNull();
    expect(stepIds()).toEqual(['copy']);
    undo();
    applyText('Typing', [{ start: FLOW.length, end: FLOW.length, text: '  - {name: b, run: x, needs: [nobody]}\n' }]);
    expect(useDocument.getState().document?.diagnostics[0]?.message).toContain('nobody');
    expect(stepIds()).toEqual(['copy', 'b']);
    expect(useDocument.getState().valid?.plan.steps).toHaveLength(1);
  });

  it('draws a flow that has no step yet as empty', async () => {
    write('empty.chronum.yaml', 'name: new\nsteps: []\n');
    await open('empty.chronum.yaml');
    await settled(() => useDocument.getState().drawn !== null);
    expect(stepIds()).toEqual([]);
    expect(applyEdits('Add', [{ op: 'insert', path: ['steps', 0], value: { name: 'a', run: 'x' } }]).ok).toBe(true);
    expect(text()).toBe('name: new\nsteps:\n  - name: a\n    run: x\n');
  });

  it('is saved when it is told to, and goes on with its history', async () => {
    applyEdits('Rename', [{ op: 'set', path: ['name'], value: 'copies' }]);
    expect(disk.files.get(file)).toBe(FLOW);
    expect(await save()).toBe(true);
    expect(disk.files.get(file)).toBe(FLOW.replace('backup', 'copies'));
    expect(useEditing.getState()).toMatchObject({ isDirty: false, undoLabel: 'Rename', isSaving: false });
    undo();
    expect(useEditing.getState()).toMatchObject({ isDirty: true, text: FLOW });
    expect(await save()).toBe(true);
    expect(disk.files.get(file)).toBe(FLOW);
  });

  it('keeps what is done while a save is under way', async () => {
    applyEdits('Rename', [{ op: 'set', path: ['name'], value: 'copies' }]);
    disk.duringSave = () => applyEdits('Rename again', [{ op: 'set', path: ['name'], value: 'later' }]);
    expect(await save()).toBe(true);
    disk.duringSave = undefined;
    expect(disk.files.get(file)).toContain('copies');
    expect(useEditing.getState()).toMatchObject({ isDirty: true, conflict: null });
    expect(text()).toContain('later');
    expect(await save()).toBe(true);
    expect(disk.files.get(file)).toContain('later');
  });

  it('goes back to the saved file, which can be undone', () => {
    applyEdits('Rename', [{ op: 'set', path: ['name'], value: 'copies' }]);
    revert();
    expect(useEditing.getState()).toMatchObject({ text: FLOW, isDirty: false });
    undo();
    expect(text()).toBe(FLOW.replace('backup', 'copies'));
  });

  it('takes what another program wrote, and no undo goes behind it', async () => {
    applyEdits('Rename', [{ op: 'set', path: ['name'], value: 'copies' }]);
    await save();
    const theirs = `${FLOW}# theirs\n`;
    write(file, theirs);
    await settled(() => text() === theirs);
    expect(useEditing.getState()).toMatchObject({ isDirty: false, undoLabel: null, conflict: null });
    undo();
    expect(text()).toBe(theirs);
  });

  it('overwrites nothing when both changed: the conflict has both texts, and its end begins at theirs', async () => {
    applyEdits('Rename', [{ op: 'set', path: ['name'], value: 'copies' }]);
    const theirs = `${FLOW}# theirs\n`;
    write(file, theirs);
    await settled(() => useEditing.getState().conflict !== null);
    expect(useEditing.getState()).toMatchObject({ base: FLOW, conflict: { theirs } });
    expect(await save()).toBe(false);
    expect(disk.files.get(file)).toBe(theirs);
    resolveConflict(theirs.replace('backup', 'copies'));
    expect(useEditing.getState()).toMatchObject({ conflict: null, isDirty: true });
    expect(await save()).toBe(true);
    expect(disk.files.get(file)).toBe(theirs.replace('backup', 'copies'));
    undo();
    expect(text()).toBe(theirs);
    undo();
    expect(text()).toBe(theirs);
  });

  it('finds a conflict by saving when nobody told of the change', async () => {
    applyEdits('Rename', [{ op: 'set', path: ['name'], value: 'copies' }]);
    const theirs = `${FLOW}# theirs\n`;
    disk.duringSave = () => disk.files.set(file, theirs);
    expect(await save()).toBe(false);
    expect(useEditing.getState().conflict).toEqual({ theirs });
    expect(disk.files.get(file)).toBe(theirs);
  });

  it('has no conflict when both came to the same', async () => {
    applyEdits('Rename', [{ op: 'set', path: ['name'], value: 'copies' }]);
    write(file, FLOW.replace('backup', 'copies'));
    await settled(() => !useEditing.getState().isDirty);
    expect(useEditing.getState()).toMatchObject({ conflict: null, undoLabel: 'Rename' });
  });

  it('keeps changes over a look at another file, and those of a file that was deleted', async () => {
    applyEdits('Rename', [{ op: 'set', path: ['name'], value: 'copies' }]);
    write('other.chronum.yaml', FLOW);
    await open('other.chronum.yaml');
    expect(useEditing.getState()).toMatchObject({ text: FLOW, isDirty: false, undoLabel: null });
    expect(useEditing.getState().unsaved).toContainEqual({ workspace: '/work', file });
    await open();
    expect(useEditing.getState()).toMatchObject({ isDirty: true, undoLabel: 'Rename' });
    disk.files.delete(file);
    tell();
    await settled(() => !disk.files.has(file) && useDocument.getState().document !== null);
    expect(text()).toContain('copies');
    await vi.waitFor(async () => expect(await save()).toBe(true));
    expect(disk.files.get(file)).toContain('copies');
  });

  it('shows what a window before this one had not saved, as a conflict when the file moved on', async () => {
    const mine = FLOW.replace('backup', 'mine');
    disk.files.set('kept.chronum.yaml', FLOW);
    disk.files.set('moved.chronum.yaml', `${FLOW}# theirs\n`);
    const unsaved = { base: FLOW, revision: revisionOf(FLOW), text: mine };
    restoreUnsaved({ workspace: '/work', file: 'kept.chronum.yaml' }, unsaved);
    restoreUnsaved({ workspace: '/work', file: 'moved.chronum.yaml' }, unsaved);
    await open('kept.chronum.yaml');
    expect(useEditing.getState()).toMatchObject({ text: mine, isDirty: true, conflict: null });
    await open('moved.chronum.yaml');
    expect(useEditing.getState()).toMatchObject({ text: mine, conflict: { theirs: `${FLOW}# theirs\n` } });
  });

  it('changes nothing of a run as it was', () => {
    setReason('pinned', 'This is a run as it was');
    const refused = applyEdits('Rename', [{ op: 'set', path: ['name'], value: 'copies' }]);
    expect(refused).toMatchObject({ ok: false, error: { code: 'edit-read-only', message: 'This is a run as it was' } });
    expect(applyText('Typing', [{ start: 0, end: 0, text: 'x' }]).ok).toBe(false);
    expect(text()).toBe(FLOW);
  });
});
