import type { LogMatch, LogSearch } from '../ports/log-store.ts';

/** The text to look for is not a regular expression. */
export class InvalidSearch extends Error {
  override readonly name = 'InvalidSearch';
}

/** A line of this many bytes is searched in pieces, so that output without a newline does not fill the memory. */
const LONGEST_PIECE = 1024 * 1024;
/** How far pieces of such a line overlap: a longer match across the seam is not found. */
const OVERLAP = 64 * 1024;
/** Characters of a line that are shown around a match. */
const SHOWN = 4_096;

interface Piece {
  readonly bytes: Buffer;
  /** Offset of the piece, and of the line that it is a part of. */
  readonly offset: number;
  readonly lineOffset: number;
  readonly lineNumber: number;
  /** Matches that begin at or after this many bytes are the next piece's. */
  readonly owned: number;
}

/** Searches the blocks of a file in order; they may be cut anywhere. Yields the matches of each block that has some. */
export async function* searchBlocks(
  blocks: AsyncIterable<Buffer>,
  search: LogSearch,
  signal: AbortSignal,
): AsyncGenerator<LogMatch[]> {
  const pattern = compile(search);
  if (pattern === null) return;
  let left = search.limit ?? Number.POSITIVE_INFINITY;
  for await (const pieces of intoPieces(blocks)) {
    signal.throwIfAborted();
    const matches: LogMatch[] = [];
    for (const piece of pieces) {
      for (const match of matchesIn(piece, pattern)) {
        if (left-- <= 0) break;
        matches.push(match);
      }
      if (left <= 0) break;
    }
    if (matches.length > 0) yield matches;
    if (left <= 0) return;
  }
}

function compile({ text, regex, caseSensitive }: LogSearch): RegExp | null {
  if (text === '') return null;
  try {
    return new RegExp(regex ? text : text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), caseSensitive ? 'gu' : 'giu');
  } catch (error) {
    throw new InvalidSearch(`"${text}" is not a regular expression: ${(error as Error).message}`);
  }
}

/** Cuts blocks into whole lines, and lines without an end into overlapping pieces. */
async function* intoPieces(blocks: AsyncIterable<Buffer>): AsyncGenerator<Piece[]> {
  let rest: Buffer[] = [];
  let restLength = 0;
  let restOffset = 0;
  let lineOffset = 0;
  let lineNumber = 1;
  let offset = 0;

  const take = (tail: Buffer): Piece => {
    const bytes = rest.length === 0 ? tail : Buffer.concat([...rest, tail]);
    return { bytes, offset: restOffset, lineOffset, lineNumber, owned: bytes.length };
  };
  for await (const block of blocks) {
    const pieces: Piece[] = [];
    let start = 0;
    for (let end = block.indexOf(10); end >= 0; end = block.indexOf(10, start)) {
      pieces.push(take(block.subarray(start, end)));
      start = end + 1;
      rest = [];
      restLength = 0;
      restOffset = offset + start;
      lineOffset = restOffset;
      lineNumber++;
    }
    if (start < block.length) {
      // The block's memory is used again by its reader.
      rest.push(Buffer.from(block.subarray(start)));
      restLength += block.length - start;
    }
    if (restLength > LONGEST_PIECE) {
      const piece = take(Buffer.alloc(0));
      const cut = characterStart(piece.bytes, piece.bytes.length - OVERLAP);
      pieces.push({ ...piece, owned: cut });
      rest = [piece.bytes.subarray(cut)];
      restLength = piece.bytes.length - cut;
      restOffset = piece.offset + cut;
    }
    offset += block.length;
    yield pieces;
  }
  if (restLength > 0) yield [take(Buffer.alloc(0))];
}

/** Where the character begins that the byte at `position` is a part of. */
function characterStart(bytes: Buffer, position: number): number {
  let start = position;
  while (start > position - 3 && ((bytes[start] as number) & 0xc0) === 0x80) start--;
  return start;
}

function* matchesIn(piece: Piece, pattern: RegExp): Generator<LogMatch> {
  const text = piece.bytes.toString('utf8');
  for (const found of text.matchAll(pattern)) {
    const length = found[0].length;
    if (length === 0) continue;
    const offset = byteOffset(piece.bytes, text, found.index);
    if (offset >= piece.owned) return;
    const shownFrom = Math.max(0, Math.min(found.index - SHOWN / 4, text.length - SHOWN));
    yield {
      offset: piece.offset + offset,
      lineOffset: piece.lineOffset,
      lineNumber: piece.lineNumber,
      line: text.slice(shownFrom, Math.max(shownFrom + SHOWN, found.index + length)),
      column: found.index - shownFrom,
      length,
    };
  }
}

/** Bytes before a position of the decoded text; bytes that are no UTF-8 were decoded to other ones. */
function byteOffset(bytes: Buffer, text: string, position: number): number {
  if (Buffer.byteLength(text) === bytes.length) return Buffer.byteLength(text.slice(0, position));
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bytes.subarray(0, middle).toString('utf8').length < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
