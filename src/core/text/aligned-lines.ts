import { diffLines } from './line-diff.ts';

/** One row of two texts side by side. Line numbers count from 1. */
export interface AlignedRow {
  readonly kind: 'same' | 'similar' | 'changed' | 'removed' | 'added';
  readonly before: AlignedLine | null;
  readonly after: AlignedLine | null;
}

export interface AlignedLine {
  readonly number: number;
  readonly text: string;
}

interface Options {
  /** Lines that differ in numbers alone, as in times and sizes, count as similar and stay side by side. */
  readonly ignoreNumbers?: boolean;
}

/** The lines of two texts, those that belong together in one row. */
export function alignLines(
  before: readonly string[],
  after: readonly string[],
  { ignoreNumbers = false }: Options = {},
): AlignedRow[] {
  const key = ignoreNumbers ? withoutNumbers : (text: string) => text;
  const rows: AlignedRow[] = [];
  const line = (lines: readonly string[], index: number, end: number): AlignedLine | null =>
    index < end ? { number: index + 1, text: lines[index] as string } : null;
  let at = 0;
  let otherAt = 0;
  const both = (end: number) => {
    for (; at < end; at++, otherAt++) {
      const kind = before[at] === after[otherAt] ? 'same' : 'similar';
      rows.push({ kind, before: line(before, at, end), after: line(after, otherAt, after.length) });
    }
  };
  for (const { start, end, otherStart, otherEnd } of diffLines(before.map(key), after.map(key))) {
    both(start);
    for (let row = 0; row < Math.max(end - start, otherEnd - otherStart); row++) {
      const [one, other] = [line(before, start + row, end), line(after, otherStart + row, otherEnd)];
      rows.push({ kind: one === null ? 'added' : other === null ? 'removed' : 'changed', before: one, after: other });
    }
    at = end;
    otherAt = otherEnd;
  }
  both(before.length);
  return rows;
}

const withoutNumbers = (text: string): string => text.replace(/\d+/g, '0');
