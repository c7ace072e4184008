import type { Flow } from '../flow.ts';
import { allSteps, type StepPlace } from '../steps.ts';
import { isUnder } from '../yaml/path.ts';
import type { Entry } from './entry.ts';

/** The innermost step in whose text an offset lies, by its full id. `entries` are those of the text that the flow was read from. */
export function stepAt(flow: Flow, entries: readonly Entry[], offset: number): string | undefined {
  const entry = entries.findLast(({ start }) => start <= offset);
  if (entry === undefined) return undefined;
  let best: StepPlace | undefined;
  for (const place of allSteps(flow)) {
    if (isUnder(entry.path, place.path) && place.path.length > (best?.path.length ?? 0)) best = place;
  }
  return best?.fullId;
}

/** Where a step is written: [start, end) from its dash to the end of its last line. */
export function textOfStep(
  flow: Flow,
  entries: readonly Entry[],
  fullId: string,
): { readonly start: number; readonly end: number } | undefined {
  const path = allSteps(flow).find((place) => place.fullId === fullId)?.path;
  if (path === undefined) return undefined;
  const own = entries.filter((entry) => isUnder(entry.path, path));
  const [first] = own;
  if (first === undefined) return undefined;
  return { start: first.start, end: Math.max(...own.map(({ keyEnd, valueEnd }) => Math.max(keyEnd, valueEnd))) };
}
