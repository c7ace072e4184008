import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DraftRow } from '../../../contract/drafts.ts';
import { useNotices } from '../stores/notices.ts';
import { followUnsaved, restoreDrafts } from './journal.ts';
import { openSession } from './session.ts';
import { type FileName, keepSession, openFile, sessionOf, useEditing } from './state.ts';

/** What main keeps. */
const main = vi.hoisted(() => ({ drafts: new Map<string, unknown>(), calls: [] as string[], isFull: false }));

vi.mock('../client/client.ts', () => ({
  client: {
    drafts: {
      list: async () => [...main.drafts.values()],
      keep: async (draft: DraftRow) => {
        if (main.isFull) throw new Error('no space left');
        main.calls.push(`keep ${draft.file}: ${draft.text}`);
        main.drafts.set(draft.file, draft);
      },
      discard: async ({ file }: FileName) => {
        main.calls.push(`discard ${file}`);
        main.drafts.delete(file);
      },
    },
  },
}));

const name = (file: string): FileName => ({ workspace: '/w', file });
const type = (file: string, text: string) =>
  keepSession(name(file), { ...openSession({ text: 'base', revision: 'r' }), text });

describe('the journal of unsaved texts', () => {
  let stop: () => void;
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('addEventListener', () => {});
    vi.stubGlobal('removeEventListener', () => {});
    stop = followUnsaved();
  });
  afterEach(async () => {
    for (const { file } of useEditing.getState().unsaved) keepSession(name(file), undefined);
    await vi.advanceTimersByTimeAsync(1_000);
    stop();
    main.calls.length = 0;
    main.isFull = false;
    useNotices.setState({ notices: [] });
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('keeps what is typed within a second, and not every letter', async () => {
    openFile(name('a'));
    for (const text of ['t', 'ty', 'typ']) type('a', text);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(main.calls).toEqual(['keep a: typ']);
    expect(main.drafts.get('a')).toEqual({ workspace: '/w', file: 'a', base: 'base', text: 'typ' });
  });

  it('keeps the texts of flows that are not shown, each when it changes', async () => {
    openFile(name('a'));
    type('a', 'one');
    openFile(name('b'));
    type('b', 'two');
    await vi.advanceTimersByTimeAsync(1_000);
    type('b', 'three');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(main.calls).toEqual(['keep a: one', 'keep b: two', 'keep b: three']);
  });

  it('gives a text up once it is saved', async () => {
    openFile(name('a'));
    type('a', 'one');
    await vi.advanceTimersByTimeAsync(1_000);
    type('a', 'base');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(main.calls).toEqual(['keep a: one', 'discard a']);
  });

  it('says once that it cannot keep them, and goes on as soon as it can', async () => {
    openFile(name('a'));
    main.isFull = true;
    type('a', 'one');
    await vi.advanceTimersByTimeAsync(1_000);
    type('a', 'two');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(useNotices.getState().notices.map(({ text }) => text)).toEqual([
      'Unsaved changes are not kept safe from a crash: no space left',
    ]);
    main.isFull = false;
    type('a', 'three');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(main.calls).toEqual(['keep a: three']);
  });

  it('takes up what an earlier window left, tells of it, and gives it up when asked to', async () => {
    main.drafts.set('left', { ...name('left'), base: 'before', text: 'after', at: '2026-01-01T00:00:00.000Z' });
    const tell = await restoreDrafts();
    expect(sessionOf(name('left'))).toMatchObject({ base: { text: 'before' }, text: 'after' });
    tell();
    const [notice] = useNotices.getState().notices;
    expect(notice?.text).toBe('Unsaved changes of `left` were restored');
    notice?.action?.run();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sessionOf(name('left'))).toBeUndefined();
    expect(main.calls).toEqual(['discard left']);
  });
});
