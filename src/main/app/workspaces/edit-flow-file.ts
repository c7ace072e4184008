import { join } from 'node:path';
import { type Diagnostic, isError, type TextEdit } from '../../../core/base/diagnostic.ts';
import { err, ok, type Result } from '../../../core/base/result.ts';
import { editFlow, type FlowEdit } from '../../../core/flow/edit/index.ts';
import { type FlowReading, type ReadOptions, readFlow } from '../../../core/flow/read.ts';
import type { FlowCache } from './flow-cache.ts';
import { lockedFor } from './locked.ts';
import { hashOf, replaceFile } from './replace-file.ts';
import type { Turns } from './turns.ts';
import { conflict, type WriteRefusal } from './write-refusal.ts';

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

/** Changes fields of a flow file on disk and nothing else of it: all of the edits or none. */
export type EditFlowFile = (request: EditRequest) => Promise<Result<EditedFile, WriteRefusal>>;

interface Dependencies {
  readonly cache: FlowCache;
  readonly options: Omit<ReadOptions, 'file'>;
  /** Writes of one file take turns, so that the later one sees what the earlier one wrote. */
  readonly turns: Turns;
  /** Told when a file of the workspace was written. */
  readonly wrote?: (workspace: string) => void;
}

export function createEditFlowFile({ cache, options, turns, wrote }: Dependencies): EditFlowFile {
  const edit = async (request: EditRequest): Promise<Result<EditedFile, WriteRefusal>> => {
    const { workspace, file, revision, edits, dryRun = false } = request;
    const found = await cache.read(workspace, file);
    if (!found) return err({ code: 'NOT_FOUND', problems: [`${file} is not there (any more)`] });
    if (found.revision !== revision) return conflict(file, found.revision);
    const locked = lockedFor(file, found);
    if (locked !== null) return err({ code: 'INVALID', problems: [locked] });
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

  return (request) => turns.take(join(request.workspace, request.file), () => edit(request));
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
