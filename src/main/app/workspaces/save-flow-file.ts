import { mkdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { err, ok, type Result } from '../../../core/base/result.ts';
import { type FlowCache, LARGEST_BYTES } from './flow-cache.ts';
import { isScriptFile } from './flow-files.ts';
import { lockedFor } from './locked.ts';
import { createFile, hashOf, replaceFile } from './replace-file.ts';
import type { Turns } from './turns.ts';
import { conflict, type WriteRefusal } from './write-refusal.ts';

export interface SaveRequest {
  readonly workspace: string;
  readonly file: string;
  /** The revision that the text was made from; null for a file that is not there yet. */
  readonly revision: string | null;
  readonly text: string;
}

/** Writes a whole flow file, with errors in it or not: it is the person's own. Resolves with its revision. */
export type SaveFlowFile = (request: SaveRequest) => Promise<Result<{ readonly revision: string }, WriteRefusal>>;

interface Dependencies {
  readonly cache: FlowCache;
  readonly turns: Turns;
  /** Told when a file of the workspace was written. */
  readonly wrote?: (workspace: string) => void;
}

export function createSaveFlowFile({ cache, turns, wrote }: Dependencies): SaveFlowFile {
  const save = async (request: SaveRequest): Promise<Result<{ readonly revision: string }, WriteRefusal>> => {
    const { workspace, file, revision } = request;
    const bytes = Buffer.from(request.text);
    if (bytes.length > LARGEST_BYTES) {
      return err({ code: 'INVALID', problems: ['This text is larger than any flow file may be: nothing was written'] });
    }
    if (revision === null) return create(workspace, file, bytes);
    const found = await cache.read(workspace, file);
    if (!found) return err({ code: 'NOT_FOUND', problems: [`${file} is not there (any more)`] });
    if (found.revision !== revision) return conflict(file, found.revision);
    const locked = lockedFor(file, found);
    if (locked !== null) return err({ code: 'INVALID', problems: [locked] });
    const after = hashOf(bytes);
    if (after === revision) return ok({ revision });
    const seen = await replaceFile(join(workspace, file), bytes, revision);
    return seen === revision ? ok({ revision: after }) : conflict(file, seen);
  };

  return async (request) => {
    const saved = await turns.take(join(request.workspace, request.file), () => save(request));
    if (saved.ok) wrote?.(request.workspace);
    return saved;
  };
}

async function create(
  workspace: string,
  file: string,
  bytes: Uint8Array,
): Promise<Result<{ readonly revision: string }, WriteRefusal>> {
  if (isScriptFile(file)) return err({ code: 'INVALID', problems: [`${file} is a program: write it in an editor`] });
  const path = join(workspace, file);
  const folder = await folderWithin(workspace, dirname(path));
  if (folder === null) return err({ code: 'INVALID', problems: [`${file} would lie outside of the workspace`] });
  await mkdir(dirname(path), { recursive: true });
  try {
    await createFile(path, bytes);
    return ok({ revision: hashOf(bytes) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return conflict(file, hashOf(await readFile(path)));
  }
}

/** The real path of the nearest folder that is there, unless links lead it out of the workspace. */
async function folderWithin(workspace: string, folder: string): Promise<string | null> {
  const root = await realpath(workspace);
  const real = await realpath(folder).catch(() => null);
  if (real === null) return folder === dirname(folder) ? null : folderWithin(workspace, dirname(folder));
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep) ? real : null;
}
