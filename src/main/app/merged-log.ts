import type { LogSource, MergedPieces } from '../../contract/logs.ts';
import type { AttemptKey, LogChunk, LogStore } from '../ports/log-store.ts';
import { pause } from './streams.ts';

interface Dependencies {
  readonly logs: Pick<LogStore, 'list' | 'read' | 'size'>;
  /** Whether the run has ended, in whichever process it runs. */
  readonly isOver: () => boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

interface Request {
  readonly runId: string;
  readonly signal?: AbortSignal | undefined;
}

/** What is shown of a run that has printed more: as much of the end of each log as its share. */
const SHOWN_BYTES = 8 * 1024 * 1024;
const LEAST_SHARE = 64 * 1024;
/** Read of one log at once, and the bytes of one item. */
const READ_BYTES = 128 * 1024;
const ITEM_BYTES = 256 * 1024;
/** How long an attempt may take to write what it says was printed before: live output is held back that long. */
const HOLD_MS = 300;
const PACE_MS = 120;

interface Cursor {
  readonly key: AttemptKey;
  readonly source: number;
  offset: number;
  ready: LogChunk[];
}

/** The output of all attempts of a run in the order of time, and what they print while it runs. */
export async function* mergedLog(
  { logs, isOver, now }: Dependencies,
  { runId, signal = new AbortController().signal }: Request,
): AsyncGenerator<MergedPieces, void> {
  const cursors = new Map<string, Cursor>();
  while (!signal.aborted) {
    // Asked first: what is written before it says so is read below.
    const isDone = isOver();
    const { sources, skipped } = await discover(logs, runId, cursors);
    const until = isDone ? Number.POSITIVE_INFINITY : now() - HOLD_MS;
    let isFirst = sources.length > 0;
    for await (const pieces of inOrder(logs, [...cursors.values()], until)) {
      if (signal.aborted) return;
      yield { sources: isFirst ? sources : [], pieces, skipped: isFirst ? skipped : 0, end: false };
      isFirst = false;
      await pause(0, signal);
    }
    if (isFirst) yield { sources, pieces: [], skipped, end: false };
    if (isDone) {
      yield { sources: [], pieces: [], skipped: 0, end: true };
      return;
    }
    await pause(PACE_MS, signal);
  }
}

/** Takes up the logs that came to be. Those of the first look begin late enough for all of them to be shown. */
async function discover(logs: Dependencies['logs'], runId: string, cursors: Map<string, Cursor>) {
  const sources: LogSource[] = [];
  let skipped = 0;
  const isFirstLook = cursors.size === 0;
  const fresh = (await logs.list(runId)).filter((key) => !cursors.has(nameOf(key)));
  const share = Math.max(LEAST_SHARE, Math.floor(SHOWN_BYTES / Math.max(1, fresh.length)));
  for (const key of fresh) {
    const { stepId, branch, attempt } = key;
    const size = isFirstLook ? await logs.size(key) : 0;
    const offset = Math.max(0, size - share);
    skipped += offset;
    cursors.set(nameOf(key), { key, source: cursors.size, offset, ready: [] });
    sources.push({ stepId, branch, attempt });
  }
  return { sources, skipped };
}

const nameOf = ({ stepId, branch, attempt }: AttemptKey): string => `${stepId}\n${branch}\n${attempt}`;

/** What was printed before `until`, oldest first. Bytes are copied: a view would carry its whole buffer over the port. */
async function* inOrder(
  logs: Dependencies['logs'],
  cursors: readonly Cursor[],
  until: number,
): AsyncGenerator<MergedPieces['pieces']> {
  let pieces: MergedPieces['pieces'][number][] = [];
  let bytes = 0;
  await Promise.all(cursors.map((cursor) => refill(logs, cursor)));
  for (;;) {
    const next = earliest(cursors, until);
    if (next === undefined) break;
    const chunk = next.ready.shift();
    if (chunk === undefined) break;
    pieces.push({ source: next.source, ...chunk, bytes: new Uint8Array(chunk.bytes) });
    bytes += chunk.bytes.length;
    if (next.ready.length === 0) await refill(logs, next);
    if (bytes < ITEM_BYTES) continue;
    yield pieces;
    pieces = [];
    bytes = 0;
  }
  if (pieces.length > 0) yield pieces;
}

async function refill(logs: Dependencies['logs'], cursor: Cursor): Promise<void> {
  if (cursor.ready.length > 0) return;
  const { key, offset } = cursor;
  cursor.ready = await logs.read(key, { from: offset, to: offset + READ_BYTES });
  const last = cursor.ready.at(-1);
  if (last !== undefined) cursor.offset = last.offset + last.bytes.length;
}

function earliest(cursors: readonly Cursor[], until: number): Cursor | undefined {
  let first: Cursor | undefined;
  for (const cursor of cursors) {
    const at = cursor.ready[0]?.at;
    if (at !== undefined && at <= until && at < (first?.ready[0]?.at ?? Number.POSITIVE_INFINITY)) first = cursor;
  }
  return first;
}
