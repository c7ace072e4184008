import type { Json } from '../../../core/base/json.ts';
import type { Scope } from '../../../core/expression/index.ts';
import { copyRun } from '../../../core/run/copy.ts';
import type { ChronumEvent, FlowRef, OwnerRef, ReasonCode, RunStatus, RunTrigger } from '../../../core/run/event.ts';
import { fold } from '../../../core/run/fold.ts';
import type { Plan } from '../../../core/run/plan.ts';
import { scopeOf } from '../../../core/run/scope.ts';
import type { RunState, StepState } from '../../../core/run/state.ts';
import { addSpans, type Span, type SpansByStep } from './spans.ts';
import { type StepView, viewOfStep } from './step-view.ts';

/** A run as views read it, made anew after each batch of events. */
export interface RunView {
  readonly runId: string;
  readonly flow: FlowRef;
  readonly plan: Plan;
  readonly params: Readonly<Record<string, Json>>;
  readonly trigger: RunTrigger;
  readonly owner: OwnerRef;
  readonly rerunOf: string | undefined;
  /** The variables that every step inherits, without those that must not be stored. */
  readonly environment: Readonly<Record<string, string>>;
  readonly status: RunStatus;
  readonly reason: ReasonCode | undefined;
  readonly createdAt: number;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
  readonly cancelRequested: boolean;
  readonly handlersFailed: boolean;
  readonly seq: number;
  /** In the order in which steps came to be: the file's, with instances and handlers after. */
  readonly steps: ReadonlyMap<string, StepView>;
  readonly spans: SpansByStep;
  /** What expressions of a step (or of the flow itself) would read in this run, as far as it has come. */
  readonly scopeFor: (stepId: string | null) => Scope;
}

/** Folds a run's events and hands out views of it. Steps that did not change keep their view. */
export interface RunReader {
  readonly seq: number;
  add(events: readonly ChronumEvent[]): void;
  view(): RunView | undefined;
  /** Another reader that stands where this one does and goes its own way from there. Views of steps are shared. */
  fork(): RunReader;
}

export const createRunReader = (): RunReader => readerFrom(undefined, new Map(), new Map());

function readerFrom(
  start: RunState | undefined,
  views: Map<string, StepView>,
  spans: Map<string, readonly Span[]>,
): RunReader {
  const touched = new Set<StepState>();
  let state = start;

  /** Views lie in the order of the steps: those that are new are added by walking over these, not as they are touched. */
  const renew = () => {
    if (state !== undefined && views.size < state.steps.size) {
      for (const [id, step] of state.steps) if (!views.has(id)) views.set(id, viewOfStep(step));
    }
    for (const step of touched) views.set(step.id, viewOfStep(step));
    touched.clear();
  };

  return {
    get seq() {
      return state?.seq ?? 0;
    },
    add(events) {
      for (const event of events) {
        if (state !== undefined && event.seq <= state.seq) continue;
        state = fold(state, event);
        if (state === undefined) continue;
        addSpans(spans, event);
        if ('stepId' in event && event.stepId !== undefined) touch(state.steps.get(event.stepId), touched);
      }
    },
    view() {
      if (state === undefined) return undefined;
      renew();
      return viewOfRun(state, new Map(views), spans);
    },
    fork() {
      renew();
      return readerFrom(state && copyRun(state), new Map(views), new Map(spans));
    },
  };
}

/** An event of a step also changes those around it (counts of instances) and, for a group's new round, those in it. */
function touch(step: StepState | undefined, touched: Set<StepState>): void {
  if (step === undefined) return;
  for (const body of step.bodies) for (const inner of body?.graph?.steps ?? []) touched.add(inner);
  for (let at: StepState | undefined = step; at !== undefined; at = at.expandedFrom ?? at.graph.owner) touched.add(at);
}

const viewOfRun = (
  state: RunState,
  steps: ReadonlyMap<string, StepView>,
  spans: ReadonlyMap<string, readonly Span[]>,
): RunView => ({
  runId: state.runId,
  flow: state.flow,
  plan: state.plan,
  params: state.params,
  trigger: state.trigger,
  owner: state.owner,
  rerunOf: state.rerunOf,
  environment: state.environment,
  status: state.status,
  reason: state.reason,
  createdAt: Date.parse(state.createdAt),
  startedAt: state.startedAt === undefined ? undefined : Date.parse(state.startedAt),
  finishedAt: state.finishedAt === undefined ? undefined : Date.parse(state.finishedAt),
  cancelRequested: state.cancel !== undefined,
  handlersFailed: state.end?.handlersFailed ?? false,
  seq: state.seq,
  steps,
  spans: new Map(spans),
  scopeFor: (stepId) => scopeOf(state, stepId === null ? undefined : state.steps.get(stepId)),
});
