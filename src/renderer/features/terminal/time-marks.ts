import type { IMarker, Terminal } from '@xterm/xterm';

/** Times of lines: what lies between two marks was printed at the time of the first. */
export interface TimeMarks {
  /** What is written next was printed at this instant, in milliseconds since the epoch. */
  add(at: number): void;
  /** When the line in this row of the buffer was printed, and whether that is the first one of its time. */
  at(row: number): { readonly at: number; readonly isFirst: boolean } | undefined;
  clear(): void;
}

/** Times closer than this are one. */
const APART_MS = 100;
/** A marker costs at every line that scrolls out: the oldest ones go. */
const MOST_MARKS = 5_000;

export function createTimeMarks(terminal: Pick<Terminal, 'registerMarker'>): TimeMarks {
  let marks: { readonly at: number; readonly marker: IMarker }[] = [];
  return {
    add(at) {
      const last = marks.at(-1);
      if (last !== undefined && !last.marker.isDisposed && Math.abs(at - last.at) < APART_MS) return;
      const marker = terminal.registerMarker(0);
      if (last?.marker.line === marker.line) {
        // The line had begun before: its time is that of its beginning.
        marker.dispose();
        return;
      }
      marks.push({ at, marker });
      if (marks.length > MOST_MARKS) marks.shift()?.marker.dispose();
    },
    at(row) {
      let found: (typeof marks)[number] | undefined;
      let [low, high] = [0, marks.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        const mark = marks[middle];
        // A line that scrolled out of the buffer has its marker disposed, and lies before all others.
        if (mark !== undefined && (mark.marker.isDisposed || mark.marker.line <= row)) {
          found = mark;
          low = middle + 1;
        } else high = middle;
      }
      return found && { at: found.at, isFirst: !found.marker.isDisposed && found.marker.line === row };
    },
    clear() {
      for (const { marker } of marks) marker.dispose();
      marks = [];
    },
  };
}
