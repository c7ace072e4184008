import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeDraftStore } from '../../testing/draft-store.suite.ts';
import { temporaryFolder } from '../../testing/temporary-store.ts';
import { createDraftStore } from './draft-store.ts';

describeDraftStore('a folder', () => {
  const { folder, remove } = temporaryFolder();
  const open = () => createDraftStore(join(folder, 'drafts'));
  return { drafts: open(), reopen: open, close: remove };
});

it('passes over files that are no drafts, and leaves nothing of its own behind', async () => {
  const { folder, remove } = temporaryFolder();
  try {
    mkdirSync(join(folder, 'drafts'));
    writeFileSync(join(folder, 'drafts', 'half.json'), '{"workspace": "/w", "fi');
    writeFileSync(join(folder, 'drafts', 'other.json'), '{"workspace": "/w", "text": 3}');
    const drafts = createDraftStore(join(folder, 'drafts'));
    expect(await drafts.list()).toEqual([]);
    await drafts.keep({ workspace: '/w', file: 'a', base: '', text: 'x', at: '2026-01-01T00:00:00.000Z' });
    const [own, ...rest] = readdirSync(join(folder, 'drafts')).filter((name) => !/^(?:half|other)/.test(name));
    expect(rest).toEqual([]);
    // What is written may hold anything that a person types: it is for their eyes alone.
    if (process.platform !== 'win32') expect(statSync(join(folder, 'drafts', own!)).mode & 0o077).toBe(0);
  } finally {
    remove();
  }
});
