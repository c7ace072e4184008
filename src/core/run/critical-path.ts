/** What the critical path asks of a step of a run. Times are milliseconds on any one clock. */
export interface PathStep {
  readonly id: string;
  /** Ids of the steps whose ends it waited for. */
  readonly needs: readonly string[];
  /** The group in which it stands, or the step that it is an instance of. */
  readonly within: string | undefined;
  /** When it was ready and had to wait for a place among the running ones; absent when it had not. */
  readonly queuedAt: number | undefined;
  /** When its first attempt began; absent for a step that never ran. */
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
  /** Whether it took a place among the running ones. */
  readonly holdsPlace: boolean;
}

/** What a part of the path waited for: the start of the run, the end of what it needs, or a place that another step left. */
export type PathCause = 'start' | 'needs' | 'place';

export interface PathPart {
  readonly id: string;
  readonly from: number;
  /** Absent while it runs. */
  readonly to: number | undefined;
  readonly cause: PathCause;
}

/**
 * The chain of steps that decided when the run ended (of a live run: as far as it has come), first to last. From the step that ended
 * last, each is what the next one waited for: of its needs the one that ended last, or the step that left it its place when that was
 * later still. A shorter step elsewhere would not have made the run shorter. Groups and steps with instances are told by what is in
 * them. O(n log n).
 */
export function criticalPath(all: Iterable<PathStep>): readonly PathPart[] {
  const graph = indexSteps(all);
  const parts: PathPart[] = [];
  const seen = new Set<PathStep>();
  let at = lastOf(graph.leaves);
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    const before = whatLetBegin(graph, at);
    parts.push({ id: at.id, from: at.startedAt ?? 0, to: at.finishedAt, cause: before?.cause ?? 'start' });
    at = before?.step;
  }
  return parts.reverse();
}

interface Graph {
  readonly byId: ReadonlyMap<string, PathStep>;
  readonly childrenOf: ReadonlyMap<string, readonly PathStep[]>;
  /** Steps that ran and hold no others. */
  readonly leaves: readonly PathStep[];
  /** Those that took a place and have ended, by their ends. */
  readonly leavers: readonly PathStep[];
}

function indexSteps(all: Iterable<PathStep>): Graph {
  const byId = new Map<string, PathStep>();
  const childrenOf = new Map<string, PathStep[]>();
  for (const step of all) byId.set(step.id, step);
  for (const step of byId.values()) {
    if (step.within === undefined) continue;
    const siblings = childrenOf.get(step.within);
    if (siblings === undefined) childrenOf.set(step.within, [step]);
    else siblings.push(step);
  }
  const leaves = [...byId.values()].filter((step) => step.startedAt !== undefined && !childrenOf.has(step.id));
  const leavers = leaves
    .filter((step) => step.holdsPlace && step.finishedAt !== undefined)
    .sort((a, b) => endOf(a) - endOf(b));
  return { byId, childrenOf, leaves, leavers };
}

/** What still runs ends last; of several such, the one that runs longest. */
const endOf = (step: PathStep): number => step.finishedAt ?? Number.POSITIVE_INFINITY;
const startOf = (step: PathStep): number => step.startedAt ?? Number.POSITIVE_INFINITY;

function lastOf(steps: readonly PathStep[]): PathStep | undefined {
  let last: PathStep | undefined;
  for (const step of steps) {
    const isLater =
      last === undefined || endOf(step) > endOf(last) || (endOf(step) === endOf(last) && startOf(step) < startOf(last));
    if (isLater) last = step;
  }
  return last;
}

function whatLetBegin(
  graph: Graph,
  step: PathStep,
): { readonly step: PathStep; readonly cause: PathCause } | undefined {
  const start = startOf(step);
  const needed = lastOf(neededBy(graph, step).filter((need) => endOf(need) <= start));
  const leaver = step.queuedAt === undefined ? undefined : lastLeaver(graph, step, start);
  if (
    leaver !== undefined &&
    endOf(leaver) >= (step.queuedAt ?? start) &&
    (needed === undefined || endOf(leaver) > endOf(needed))
  ) {
    return { step: leaver, cause: 'place' };
  }
  return needed && { step: needed, cause: 'needs' };
}

/** The steps that ran and whose ends this one waited for: its own needs, and those of the groups around it. */
function neededBy({ byId, childrenOf }: Graph, step: PathStep): PathStep[] {
  const found: PathStep[] = [];
  const seen = new Set<string>();
  const open: string[] = [];
  for (
    let at: PathStep | undefined = step;
    at !== undefined;
    at = at.within === undefined ? undefined : byId.get(at.within)
  ) {
    open.push(...at.needs);
  }
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const need = byId.get(id);
    if (need === undefined || seen.has(id)) continue;
    seen.add(id);
    const inside = childrenOf.get(id);
    if (inside !== undefined) for (const child of inside) open.push(child.id);
    else if (need.startedAt !== undefined) found.push(need);
    // One that never ran was passed over as soon as its own needs had ended.
    else open.push(...need.needs);
  }
  return found;
}

/** Of the steps that had a place, the last one that ended by `start`. */
function lastLeaver({ leavers }: Graph, step: PathStep, start: number): PathStep | undefined {
  let low = 0;
  let high = leavers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const candidate = leavers[middle];
    if (candidate !== undefined && endOf(candidate) <= start) low = middle + 1;
    else high = middle;
  }
  const last = leavers[low - 1];
  return last === step ? leavers[low - 2] : last;
}
