import type { Json } from '../../../core/base/json.ts';
import type { Outputs, PreparedFacts, ReasonCode, StepEnd, StepError, StepStatus } from '../../../core/run/event.ts';
import { bodyOf } from '../../../core/run/plan-tree.ts';
import { type AttemptState, openQuestion, type StepState } from '../../../core/run/state.ts';

/** What views read of a step: a copy that changes identity only when something shown changed, so that few things redraw. */
export interface StepView {
  readonly id: string;
  readonly name: string;
  readonly status: StepStatus;
  readonly reason: ReasonCode | undefined;
  readonly because: readonly string[] | undefined;
  readonly error: StepError | undefined;
  readonly outcome: StepEnd | undefined;
  readonly outputs: Outputs | undefined;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
  readonly waiting: { readonly reason: ReasonCode; readonly until: number | undefined } | undefined;
  readonly retry: { readonly number: number; readonly limit: number } | undefined;
  readonly attempts: readonly AttemptView[];
  readonly values: Readonly<Record<string, Json>> | undefined;
  /** Ids of the instances of an expanded step, and how many of them ended. */
  readonly instances: readonly string[];
  readonly openInstances: number;
  readonly failedInstances: number;
  readonly reusedFrom: string | undefined;
  /** Ids of the steps of the run whose ends it waits for. An instance has none of its own. */
  readonly needs: readonly string[];
  /** The group around it, or the step that it is an instance of. */
  readonly within: string | undefined;
  /** Whether it takes a place among the running ones. */
  readonly holdsPlace: boolean;
}

export interface AttemptView {
  readonly branch: string;
  readonly attempt: number;
  readonly status: AttemptState['status'];
  readonly startedAt: number;
  readonly finishedAt: number | undefined;
  readonly pid: number | undefined;
  readonly command: string | undefined;
  /** What it ran with, where that says more than the plan. */
  readonly prepared: PreparedFacts | undefined;
  readonly answer: AttemptState['answer'];
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly error: StepError | undefined;
  /** It runs on a pseudo-terminal, which can be typed into. */
  readonly tty: boolean;
  /** What a person is asked, while nobody has answered. */
  readonly approval: string | undefined;
}

export function viewOfStep(step: StepState): StepView {
  const asked = openQuestion(step);
  return {
    id: step.id,
    name: step.plan.name,
    status: step.status,
    reason: step.reason,
    because: step.because,
    error: step.error,
    outcome: step.outcome,
    outputs: step.outputs,
    startedAt: instant(step.startedAt),
    finishedAt: instant(step.finishedAt),
    waiting: step.waiting && { reason: step.waiting.reason, until: instant(step.waiting.until) },
    retry: step.retry,
    attempts: step.attempts.map((attempt) => viewOfAttempt(step, attempt, attempt === asked)),
    values: step.values,
    instances: step.instances?.map((instance) => instance.id) ?? [],
    openInstances: step.openInstances,
    failedInstances: step.failedInstances,
    reusedFrom: step.reusedFrom,
    needs: needsOf(step),
    within: step.expandedFrom?.id ?? step.graph.owner?.id,
    holdsPlace: step.attempts[0]?.holdsSlot ?? false,
  };
}

const NO_NEEDS: readonly string[] = [];

function needsOf({ plan, expandedFrom, graph }: StepState): readonly string[] {
  if (expandedFrom !== undefined) return NO_NEEDS;
  const { owner } = graph;
  return owner === undefined ? plan.after : plan.after.map((id) => `${owner.id}/${id}`);
}

const viewOfAttempt = (step: StepState, attempt: AttemptState, isAsked: boolean): AttemptView => ({
  branch: attempt.branch,
  attempt: attempt.attempt,
  status: attempt.status,
  startedAt: Date.parse(attempt.startedAt),
  finishedAt: instant(attempt.finishedAt),
  pid: attempt.pid,
  command: attempt.command,
  prepared: attempt.prepared,
  answer: attempt.answer,
  exitCode: attempt.exitCode,
  signal: attempt.signal,
  error: attempt.error,
  tty: hasTerminal(step, attempt.branch),
  approval: isAsked ? attempt.approval?.message : undefined,
});

function hasTerminal({ plan }: StepState, branch: string): boolean {
  const node = plan.nodes[bodyOf(plan, branch)];
  return node?.kind === 'body' && node.tty;
}

const instant = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

/** The attempt whose output is shown when a step is selected: the latest. */
export const latestAttempt = (step: StepView | undefined): AttemptView | undefined =>
  step?.attempts.reduce<AttemptView | undefined>(
    (latest, attempt) => (latest === undefined || attempt.startedAt >= latest.startedAt ? attempt : latest),
    undefined,
  );
