/** How much happened in each of `count` equal parts of a stretch of time, as shares of the busiest part. */
export function eventDensity(
  timeOf: (seq: number) => number,
  length: number,
  range: { readonly from: number; readonly to: number },
  count: number,
): readonly number[] {
  const parts = new Array<number>(count).fill(0);
  const span = Math.max(1, range.to - range.from);
  for (let seq = 1; seq <= length; seq++) {
    const index = Math.min(count - 1, Math.max(0, Math.floor(((timeOf(seq) - range.from) / span) * count)));
    parts[index] = (parts[index] ?? 0) + 1;
  }
  const most = Math.max(1, ...parts);
  return parts.map((part) => part / most);
}
