import { InvalidSearch, type LogMatch, type LogSearch } from '../ports/log-store.ts';

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
  for await (const pieces of intoPieces(counted(blocks, search.onScanned), search.regex ? null : pattern)) {
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

async function* counted(
  blocks: AsyncIterable<Buffer>,
  tell: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const block of blocks) {
    yield block;
    bytes += block.length;
    tell(bytes);
  }
}

/** Throws InvalidSearch for what cannot be looked for. */
export const checkSearch = (search: LogSearch): void => void compile(search);

function compile({ text, regex, caseSensitive }: LogSearch): RegExp | null {
  if (text === '') return null;
  try {
    return new RegExp(regex ? text : text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), caseSensitive ? 'gu' : 'giu');
  } catch (error) {
    throw new InvalidSearch(`"${text}" is not a regular expression: ${(error as Error).message}`);
  }
}

/**
 * Cuts blocks into whole lines, and lines without an end into overlapping pieces. A text can be looked for in many lines at once:
 * stretches without it give no pieces. (A regular expression may depend on where its line ends.)
 */
async function* intoPieces(blocks: AsyncIterable<Buffer>, text: RegExp | null): AsyncGenerator<Piece[]> {
  let rest = Buffer.alloc(0);
  let restOffset = 0;
  let lineOffset = 0;
  let lineNumber = 1;

  for await (const block of blocks) {
    const pieces: Piece[] = [];
    const bytes = rest.length === 0 ? block : Buffer.concat([rest, block]);
    const wanted = text === null || bytes.toString('utf8').search(text) >= 0;
    let start = 0;
    for (let end = bytes.indexOf(10, rest.length); end >= 0; end = bytes.indexOf(10, start)) {
      if (wanted) {
        const line = bytes.subarray(start, end);
        pieces.push({ bytes: line, offset: restOffset + start, lineOffset, lineNumber, owned: line.length });
      }
      start = end + 1;
      lineOffset = restOffset + start;
      lineNumber++;
    }
    const open = bytes.subarray(start);
    restOffset += start;
    if (open.length <= LONGEST_PIECE) rest = Buffer.from(open);
    else {
      const cut = characterStart(open, open.length - OVERLAP);
      // A copy: the block's memory is used again by its reader.
      if (wanted) pieces.push({ bytes: Buffer.from(open), offset: restOffset, lineOffset, lineNumber, owned: cut });
      rest = Buffer.from(open.subarray(cut));
      restOffset += cut;
    }
    yield pieces;
  }
  if (rest.length > 0) yield [{ bytes: rest, offset: restOffset, lineOffset, lineNumber, owned: rest.length }];
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
