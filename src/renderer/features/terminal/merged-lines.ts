import type { LogSource, MergedPieces } from '../../../contract/logs.ts';

const NEWLINE = 10;
/** Colours of names, in turn: the palette of the terminal without red, which means stderr. */
const COLOURS = [36, 33, 35, 32, 34, 96, 93, 95, 92, 94] as const;
/** A line without an end is told in parts of this size. */
const LONGEST_LINE = 64 * 1024;

/** What is to be written into the terminal. */
export interface MergedText {
  readonly text: Uint8Array<ArrayBuffer>;
  readonly at: number;
  readonly stream: 'stdout' | 'stderr' | 'system';
}

/** Gives each whole line the name of the step that printed it: lines of steps that run at once never mix. */
export function createMergedLines(nameOf: (source: LogSource, all: readonly LogSource[]) => string) {
  const sources: LogSource[] = [];
  const rests = new Map<string, { bytes: Uint8Array<ArrayBuffer>; at: number }>();
  const encoder = new TextEncoder();

  const line = (source: number, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
    const known = sources[source];
    const name = known === undefined ? '' : nameOf(known, sources);
    const colour = COLOURS[source % COLOURS.length];
    return joined(encoder.encode(`\x1b[0;${colour}m${name}\x1b[0m `), joined(bytes, encoder.encode('\x1b[0m\n')));
  };

  const add = ({ source, stream, bytes, at }: MergedPieces['pieces'][number]): MergedText[] => {
    const key = `${source} ${stream}`;
    const rest = rests.get(key);
    const all = rest === undefined ? bytes : joined(rest.bytes, bytes);
    const lines: MergedText[] = [];
    let start = 0;
    for (let end = all.indexOf(NEWLINE, rest?.bytes.length ?? 0); end >= 0; end = all.indexOf(NEWLINE, start)) {
      lines.push({ text: line(source, withoutReturn(all.subarray(start, end))), at: rest?.at ?? at, stream });
      start = end + 1;
    }
    const open = all.subarray(start);
    rests.delete(key);
    if (open.length > LONGEST_LINE) lines.push({ text: line(source, open), at, stream });
    else if (open.length > 0) rests.set(key, { bytes: open, at: start === 0 ? (rest?.at ?? at) : at });
    return lines;
  };

  return {
    add(item: Pick<MergedPieces, 'sources' | 'pieces'>): MergedText[] {
      sources.push(...item.sources);
      return item.pieces.flatMap(add);
    },
    /** What was printed without a newline at its end. */
    end(): MergedText[] {
      const lines = [...rests].map(([key, { bytes, at }]): MergedText => {
        const [source = '0', stream = 'stdout'] = key.split(' ');
        return { text: line(Number(source), bytes), at, stream: stream as MergedText['stream'] };
      });
      rests.clear();
      return lines;
    },
  };
}

const withoutReturn = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  bytes.at(-1) === 13 ? bytes.subarray(0, -1) : bytes;

function joined(a: Uint8Array<ArrayBuffer>, b: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
