import type { TextEdit } from '../../../../core/base/diagnostic.ts';

/**
 * The editor counts every line end as one sign, whatever it is in the file. This tells offsets in the editor (`shown`) from offsets in
 * the file's text (`text`), and keeps the line ends that the file has.
 */
export interface LineEnds {
  /** The text with `\n` alone. */
  readonly shown: string;
  /** The offset in the text of an offset that is shown. */
  toText(shown: number): number;
  toShown(text: number): number;
  /** What is typed, with the line ends of the file. */
  written(inserted: string): string;
}

const ANY_END = /\r\n?/g;

export function lineEndsOf(text: string): LineEnds {
  if (!text.includes('\r')) {
    return { shown: text, toText: (at) => at, toShown: (at) => at, written: (inserted) => inserted };
  }
  // Offsets in the shown text of the line ends that are two signs in the file.
  const wide: number[] = [];
  for (const { index, 0: end } of text.matchAll(/\r\n/g)) wide.push(index - wide.length * (end.length - 1));
  const mostlyWide = wide.length * 2 >= (text.match(/\n/g)?.length ?? 0);
  return {
    shown: text.replace(ANY_END, '\n'),
    toText: (at) => at + before(wide, at),
    toShown: (at) => {
      let low = 0;
      let high = wide.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        // The text offset behind that line end.
        if ((wide[middle] ?? 0) + middle + 2 <= at) low = middle + 1;
        else high = middle;
      }
      const inside = low < wide.length && (wide[low] ?? 0) + low < at;
      return inside ? (wide[low] ?? 0) : at - low;
    },
    written: (inserted) => (mostlyWide ? inserted.replaceAll('\n', '\r\n') : inserted),
  };
}

/** How many of the sorted numbers are smaller. */
function before(sorted: readonly number[], at: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** An edit of the file's text as it is seen in the editor. */
export const shownEdit = (ends: LineEnds, { start, end, text }: TextEdit) => ({
  from: ends.toShown(start),
  to: ends.toShown(end),
  insert: text.replace(ANY_END, '\n'),
});
