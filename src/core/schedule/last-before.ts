/**
 * The last member before `end` of an increasing sequence of whole numbers that can only be asked for "the first after".
 * Widens a window backwards until it holds a member, then halves it: about twice the logarithm of the distance in
 * questions. Undefined when none lies in (floor, end).
 */
export function lastBefore(
  after: (value: number) => number | undefined,
  end: number,
  floor: number,
): number | undefined {
  const memberAfter = (value: number): number | undefined => {
    const member = after(value);
    return member !== undefined && member < end ? member : undefined;
  };
  let low = end;
  let found: number | undefined;
  for (let width = 1_000; found === undefined; width *= 8) {
    if (low <= floor) return undefined;
    low = Math.max(end - width, floor);
    found = memberAfter(low);
  }
  // Invariant: `found` is a member, and none lies in [high, end).
  let high = end;
  while (high - found > 1) {
    const middle: number = found + Math.floor((high - found - 1) / 2);
    const later = memberAfter(middle);
    if (later === undefined) high = middle + 1;
    else found = later;
  }
  return found;
}
