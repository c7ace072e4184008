import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Draft, DraftStore } from '../ports/draft-store.ts';

const EXTENSION = '.json';

/** Drafts as files of the data folder, one a flow, each replaced in one step. Texts change often: the database is spared them. */
export function createDraftStore(folder: string): DraftStore {
  /** Changes of one draft take turns. */
  const turns = new Map<string, Promise<void>>();

  const inTurn = (path: string, change: () => Promise<void>): Promise<void> => {
    const done = (turns.get(path) ?? Promise.resolve()).then(change);
    const settled = done.catch(() => undefined);
    turns.set(path, settled);
    void settled.then(() => turns.get(path) === settled && turns.delete(path));
    return done;
  };
  const pathOf = (workspace: string, file: string) =>
    join(folder, createHash('sha256').update(`${workspace}\n${file}`).digest('hex').slice(0, 32) + EXTENSION);

  return {
    async list() {
      await Promise.all(turns.values());
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(EXTENSION));
      const drafts = await Promise.all(names.map((name) => read(join(folder, name))));
      return drafts.flatMap((draft) => draft ?? []).sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
    },
    keep(draft) {
      const path = pathOf(draft.workspace, draft.file);
      return inTurn(path, () => replace(folder, path, JSON.stringify(draft)));
    },
    discard(workspace, file) {
      const path = pathOf(workspace, file);
      return inTurn(path, () => rm(path, { force: true }));
    },
  };
}

/** Null for what is no draft: somebody else's file, or one of another version. */
async function read(path: string): Promise<Draft | null> {
  try {
    const { workspace, file, base, text, at } = JSON.parse(await readFile(path, 'utf8')) as Partial<Draft>;
    for (const part of [workspace, file, base, text, at]) if (typeof part !== 'string') return null;
    return { workspace, file, base, text, at } as Draft;
  } catch {
    return null;
  }
}

/** Writes beside and renames, so that the end of the process leaves either the draft before or this one. */
async function replace(folder: string, path: string, content: string): Promise<void> {
  const beside = `${path}.${process.pid}.new`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(beside, content, { mode: 0o600 });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
