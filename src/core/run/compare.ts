import { canonicalJson } from '../base/canonical-json.ts';
import type { Json } from '../base/json.ts';
import { planText } from './plan-text.ts';
import type { RunState, StepState } from './state.ts';
import type { StepStatus } from './status.ts';

/** How a step stood in one of two runs. */
export interface ComparedSide {
  readonly status: StepStatus;
  /** Milliseconds from its first start to its end; null while it has none of them. */
  readonly duration: number | null;
  readonly attempts: number;
}

export interface ComparedStep {
  /** Full id, with instances: `test[os=linux]/lint`. */
  readonly id: string;
  readonly name: string;
  /** Absent from one of them when the flow, or what a matrix gave, was another. */
  readonly before: ComparedSide | null;
  readonly after: ComparedSide | null;
  /** What stands out: of several, the first in the order below. */
  readonly change: StepChange;
  /** Milliseconds that it took longer; null when one of them has no duration. */
  readonly slower: number | null;
}

export type StepChange = 'added' | 'removed' | 'status' | 'slower' | 'faster' | 'none';

export interface ComparedValue {
  readonly name: string;
  /** Undefined: not there. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

export interface RunComparison {
  /** In the order of the later run, with those that only the earlier one has after the step that they followed. */
  readonly steps: readonly ComparedStep[];
  /** Only what differs, by name. */
  readonly params: readonly ComparedValue[];
  readonly environment: readonly ComparedValue[];
  readonly outputs: readonly ComparedValue[];
  /** What each was told to do, line by line; equal texts when the flow was the same. */
  readonly flow: { readonly before: string; readonly after: string };
  /** Milliseconds of the whole; null while it has not ended. */
  readonly duration: { readonly before: number | null; readonly after: number | null };
}

/** Differences of duration that say something: by so much of the shorter one, and by so many milliseconds. */
const NOTEWORTHY_PART = 0.1;
const NOTEWORTHY_MS = 100;

/** What differs between two runs, be they of one flow or of two, finished or not. */
export function compareRuns(before: RunState, after: RunState): RunComparison {
  return {
    steps: inOrder(before.steps, after.steps).map((id) => compareStep(id, before.steps.get(id), after.steps.get(id))),
    params: differences(before.params, after.params),
    environment: differences(before.environment, after.environment),
    outputs: differences(before.end?.outputs ?? {}, after.end?.outputs ?? {}),
    flow: { before: planText(before.plan), after: planText(after.plan) },
    duration: { before: lasted(before), after: lasted(after) },
  };
}

/** The ids of both, where those that only `before` has stand behind the one that they follow there. */
function inOrder(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): string[] {
  const followers = new Map<string | null, string[]>();
  let last: string | null = null;
  for (const id of before.keys()) {
    if (after.has(id)) last = id;
    else followers.set(last, [...(followers.get(last) ?? []), id]);
  }
  return [...(followers.get(null) ?? []), ...[...after.keys()].flatMap((id) => [id, ...(followers.get(id) ?? [])])];
}

function compareStep(id: string, before: StepState | undefined, after: StepState | undefined): ComparedStep {
  const [one, other] = [before && sideOf(before), after && sideOf(after)];
  const durations = [one?.duration ?? null, other?.duration ?? null] as const;
  const slower = durations[0] === null || durations[1] === null ? null : durations[1] - durations[0];
  return {
    id,
    name: (after ?? before)?.plan.name ?? id,
    before: one ?? null,
    after: other ?? null,
    change: changeOf(one, other, slower),
    slower,
  };
}

function changeOf(
  before: ComparedSide | undefined,
  after: ComparedSide | undefined,
  slower: number | null,
): StepChange {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  if (before.status !== after.status) return 'status';
  const shorter = Math.min(before.duration ?? 0, after.duration ?? 0);
  if (slower === null || Math.abs(slower) < Math.max(NOTEWORTHY_MS, shorter * NOTEWORTHY_PART)) return 'none';
  return slower > 0 ? 'slower' : 'faster';
}

const sideOf = (step: StepState): ComparedSide => ({
  status: step.status,
  duration: lasted(step),
  attempts: step.attempts.length,
});

/** From start to end; null while one of them is missing, as for what was skipped. */
const lasted = ({ startedAt, finishedAt }: Pick<RunState, 'startedAt' | 'finishedAt'>): number | null =>
  startedAt === undefined || finishedAt === undefined
    ? null
    : Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt));

type Values = Readonly<Record<string, Json>>;

function differences(before: Values, after: Values): ComparedValue[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const [one, other] = [before[name], after[name]];
    const isSame = one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other);
    return isSame || (one === undefined && other === undefined) ? [] : [{ name, before: one, after: other }];
  });
}
