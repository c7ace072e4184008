/** Lines [start, end) of the text before, in whose place lines [otherStart, otherEnd) stand in the text after. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly otherStart: number;
  readonly otherEnd: number;
}

/**
 * How many lines may differ before the search is given up and the whole stretch counts as replaced. The search takes time and
 * memory by the square of it; two versions of one flow file differ by far less.
 */
const MOST_DIFFERENCES = 2_000;

/** The text as lines that keep their line ends: joined, they are the text. */
export const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** The shortest list of hunks that turns `before` into `after`, in order; Myers' greedy search between what both share at the ends. */
export function diffLines(before: readonly string[], after: readonly string[]): Hunk[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  const a = before.slice(head, before.length - tail);
  const b = after.slice(head, after.length - tail);
  if (a.length === 0 && b.length === 0) return [];
  const whole = { start: head, end: head + a.length, otherStart: head, otherEnd: head + b.length };
  if (a.length === 0 || b.length === 0) return [whole];
  const trace = search(a, b);
  return trace === null ? [whole] : hunksOf(trace, a.length, b.length, head);
}

/**
 * For each number of differences the furthest line of `a` reached on every diagonal (`x - y`), up to the end of both; null when
 * they differ too much.
 */
function search(a: readonly string[], b: readonly string[]): Int32Array[] | null {
  const most = Math.min(a.length + b.length, MOST_DIFFERENCES);
  const trace: Int32Array[] = [];
  let furthest = new Int32Array(3);
  for (let differences = 0; differences <= most; differences++) {
    // Diagonal k is at k + differences + 1, with a place to spare on both sides.
    const reached = new Int32Array(2 * differences + 3);
    for (let k = -differences; k <= differences; k += 2) {
      let x = stepTo(furthest, differences, k);
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      reached[k + differences + 1] = x;
      if (x >= a.length && y >= b.length) {
        trace.push(reached);
        return trace;
      }
    }
    trace.push(reached);
    furthest = reached;
  }
  return null;
}

/** Where diagonal k is entered with one difference more than `furthest` has: down (a line of `b`) or to the right (a line of `a`). */
function stepTo(furthest: Int32Array, differences: number, k: number): number {
  if (differences === 0) return 0;
  return isDown(furthest, differences, k)
    ? at(furthest, differences - 1, k + 1)
    : at(furthest, differences - 1, k - 1) + 1;
}

const isDown = (furthest: Int32Array, differences: number, k: number): boolean =>
  k === -differences ||
  (k !== differences && at(furthest, differences - 1, k - 1) < at(furthest, differences - 1, k + 1));

const at = (reached: Int32Array, differences: number, k: number): number => reached[k + differences + 1] ?? 0;

/** Walks the search back from the end; lines that follow each other are one hunk. */
function hunksOf(trace: readonly Int32Array[], lengthA: number, lengthB: number, shift: number): Hunk[] {
  const hunks: Hunk[] = [];
  let x = lengthA;
  let y = lengthB;
  for (let differences = trace.length - 1; differences > 0; differences--) {
    const before = trace[differences - 1] as Int32Array;
    const k = x - y;
    const down = isDown(before, differences, k);
    const fromX = at(before, differences - 1, down ? k + 1 : k - 1);
    const fromY = fromX - (down ? k + 1 : k - 1);
    const start = fromX + shift;
    const otherStart = fromY + shift;
    const next = hunks[0];
    const end = down ? start : start + 1;
    const otherEnd = down ? otherStart + 1 : otherStart;
    if (next !== undefined && next.start === end && next.otherStart === otherEnd) {
      hunks[0] = { ...next, start, otherStart };
    } else hunks.unshift({ start, end, otherStart, otherEnd });
    x = fromX;
    y = fromY;
  }
  return hunks;
}
