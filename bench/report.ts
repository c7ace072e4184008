/** The middle of the values: what one slow moment of a shared machine does not move. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** `12,300`: a rate for people. */
export const rate = (value: number): string => Math.round(value).toLocaleString('en');
