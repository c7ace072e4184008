import { createHash, randomBytes } from 'node:crypto';
import { open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Diagnostic, isError, type TextEdit } from '../../../core/base/diagnostic.ts';
import { err, ok, type Result } from '../../../core/base/result.ts';
import { editFlow, type FlowEdit } from '../../../core/flow/edit/index.ts';
import { type FlowReading, type ReadOptions, readFlow } from '../../../core/flow/read.ts';
import type { FlowCache } from './flow-cache.ts';
import { isScriptFile } from './flow-files.ts';

export interface EditRequest {
  readonly workspace: string;
  readonly file: string;
  /** The revision that the edits were made on. */
  readonly revision: string;
  readonly edits: readonly FlowEdit[];
  /** Says what would become of the file, and leaves it as it is. */
  readonly dryRun?: boolean;
}

export interface EditedFile {
  readonly revision: string;
  readonly text: string;
  readonly changes: readonly TextEdit[];
  /** Errors that the edits bring in; only a dry run has any. */
  readonly problems: readonly Diagnostic[];
}

export type EditRefusal =
  | { readonly code: 'NOT_FOUND'; readonly problems: readonly string[] }
  /** Somebody else wrote the file; `revision` is what it is now. */
  | { readonly code: 'CONFLICT'; readonly revision: string; readonly problems: readonly string[] }
  | { readonly code: 'INVALID'; readonly problems: readonly string[] };

/** Changes fields of a flow file on disk and nothing else of it: all of the edits or none. */
export type EditFlowFile = (request: EditRequest) => Promise<Result<EditedFile, EditRefusal>>;

interface Dependencies {
  readonly cache: FlowCache;
  readonly options: Omit<ReadOptions, 'file'>;
  /** Told when a file of the workspace was written. */
  readonly wrote?: (workspace: string) => void;
}

export function createEditFlowFile({ cache, options, wrote }: Dependencies): EditFlowFile {
  /** Edits of one file take turns, so that the later one sees what the earlier one wrote. */
  const turns = new Map<string, Promise<unknown>>();

  const edit = async (request: EditRequest): Promise<Result<EditedFile, EditRefusal>> => {
    const { workspace, file, revision, edits, dryRun = false } = request;
    const found = await cache.read(workspace, file);
    if (!found) return err({ code: 'NOT_FOUND', problems: [`${file} is not there (any more)`] });
    if (found.revision !== revision) return conflict(file, found.revision);
    if (isScriptFile(file)) {
      return err({ code: 'INVALID', problems: [`${file} is a program: change it in an editor`] });
    }
    const unfit = unfitFor(found.text, revision, found.reading);
    if (unfit !== undefined) return err({ code: 'INVALID', problems: [unfit] });
    const edited = editFlow(found.text, edits);
    if (!edited.ok) return err({ code: 'INVALID', problems: [edited.error.message] });
    const { text, edits: changes } = edited.value;
    const problems = broughtIn(found.reading, readFlow(text, { ...options, file }));
    const bytes = Buffer.from(text);
    const outcome = { revision: hashOf(bytes), text, changes, problems };
    if (dryRun || text === found.text) return ok(outcome);
    if (problems.length > 0) return err({ code: 'INVALID', problems: problems.map(withPlace) });
    const seen = await replaceFile(join(workspace, file), bytes, revision);
    if (seen !== revision) return conflict(file, seen);
    wrote?.(workspace);
    return ok(outcome);
  };

  return (request) => {
    const key = join(request.workspace, request.file);
    const done = (turns.get(key) ?? Promise.resolve()).then(() => edit(request));
    const settled = done.then(
      () => undefined,
      () => undefined,
    );
    turns.set(key, settled);
    void settled.then(() => turns.get(key) === settled && turns.delete(key));
    return done;
  };
}

const conflict = (file: string, revision: string): Result<never, EditRefusal> =>
  err({ code: 'CONFLICT', revision, problems: [`${file} was changed by somebody else in between: look at it again`] });

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Why a file cannot be edited without harm to the rest of it. */
function unfitFor(text: string, revision: string, reading: FlowReading): string | undefined {
  const tooLarge = reading.diagnostics.find(({ code }) => code === 'too-large');
  if (tooLarge) return tooLarge.message;
  return hashOf(Buffer.from(text)) === revision ? undefined : 'The file is not UTF-8 text: save it as UTF-8 first';
}

/** The errors that were not there before, wherever they stand now. */
function broughtIn(before: FlowReading, after: FlowReading): Diagnostic[] {
  const known = new Map<string, number>();
  const keyOf = ({ code, message }: Diagnostic) => `${code} ${message}`;
  for (const one of before.diagnostics.filter(isError)) known.set(keyOf(one), (known.get(keyOf(one)) ?? 0) + 1);
  return after.diagnostics.filter(isError).filter((one) => {
    const left = known.get(keyOf(one)) ?? 0;
    known.set(keyOf(one), left - 1);
    return left <= 0;
  });
}

const withPlace = ({ file, line, column, message }: Diagnostic): string => `${file}:${line}:${column} ${message}`;

/**
 * Puts the bytes in the place of a file in one step, so that nobody ever reads half of it; a link stays a link. Returns the
 * revision that the file had: when it is another than `expected`, nothing was written.
 */
async function replaceFile(path: string, bytes: Uint8Array, expected: string): Promise<string> {
  const target = await realpath(path);
  const { mode } = await stat(target);
  const beside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const handle = await open(beside, 'wx', mode & 0o777);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
    await handle.close();
    const seen = hashOf(await readFile(target));
    if (seen !== expected) return seen;
    await rename(beside, target);
    return expected;
  } finally {
    await handle.close().catch(() => undefined);
    await unlink(beside).catch(() => undefined);
  }
}
