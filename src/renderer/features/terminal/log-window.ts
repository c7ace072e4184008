import type { LogPiece } from '../../../contract/models.ts';

const NEWLINE = 10;
/** Lines on each side of where one looks: what a terminal holds, with room for long ones that wrap. */
const MOST_LINES = 15_000;

/** A part of a log, cut so that it begins with a line, and where in it to look. */
export interface LogWindow {
  readonly pieces: readonly LogPiece[];
  /** Byte offsets in the log; `to` is not included. */
  readonly from: number;
  readonly to: number;
  /** The start of the line that `target` lies in. */
  readonly line: number;
}

/** Cuts what was read around a byte of the log to what a terminal can hold. */
export function cutWindow(pieces: readonly LogPiece[], target: number, most = MOST_LINES): LogWindow {
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return { pieces: [], from: target, to: target, line: target };
  const end = last.offset + last.bytes.length;
  const starts = lineStarts(pieces, first.offset, end);
  let at = 0;
  while (at + 1 < starts.length && (starts[at + 1] ?? end) <= target) at++;
  const from = starts[Math.max(0, at - most)] ?? first.offset;
  const to = starts[at + most] ?? end;
  return { pieces: between(pieces, from, to), from, to, line: Math.max(from, starts[at] ?? from) };
}

/** Without the rest of a line that began before, where another line follows. */
export function fromLineStart(pieces: readonly LogPiece[]): readonly LogPiece[] {
  const [first] = pieces;
  const newline = first?.bytes.indexOf(NEWLINE) ?? -1;
  if (first === undefined || first.offset === 0 || newline < 0) return pieces;
  return between(pieces, first.offset + newline + 1, Number.POSITIVE_INFINITY);
}

/** Where lines begin. The first bytes of a part are a line's rest, and left out where another line follows. */
function lineStarts(pieces: readonly LogPiece[], from: number, end: number): number[] {
  const starts: number[] = [];
  for (const { offset, bytes } of pieces) {
    for (let index = bytes.indexOf(NEWLINE); index >= 0; index = bytes.indexOf(NEWLINE, index + 1)) {
      if (offset + index + 1 < end) starts.push(offset + index + 1);
    }
  }
  return from === 0 || starts.length === 0 ? [from, ...starts] : starts;
}

function between(pieces: readonly LogPiece[], from: number, to: number): LogPiece[] {
  return pieces.flatMap((piece) => {
    const start = Math.max(0, from - piece.offset);
    const stop = Math.min(piece.bytes.length, to - piece.offset);
    if (start >= stop) return [];
    return [{ ...piece, offset: piece.offset + start, bytes: piece.bytes.subarray(start, stop) }];
  });
}
