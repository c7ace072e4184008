import { withItem } from '../base/compact-list.ts';
import { createHeap } from '../base/heap.ts';
import type { Json } from '../base/json.ts';
import type { FrameRegistry } from '../frames/frame.ts';
import { BUILT_IN_FRAMES } from '../frames/registry.ts';
import type { ChronumEvent, EventOf, Instance } from './event.ts';
import type { PlanStep } from './plan.ts';
import type { Graph, RunState, StepState, Timer } from './state.ts';

/** Ready steps start in file order; instances of one step in the order in which they were made. */
export const startsBefore = (a: StepState, b: StepState): boolean =>
  a.plan.order !== b.plan.order ? a.plan.order < b.plan.order : a.arrival < b.arrival;

/** The state of a run right after `run.created`. `at` is the event's steady time. */
export function createRun(
  event: ChronumEvent & EventOf<'run.created'>,
  at: number,
  frames: FrameRegistry = BUILT_IN_FRAMES,
): RunState {
  const run: RunState = {
    runId: event.runId,
    flow: event.flow,
    plan: event.plan,
    params: event.params,
    trigger: event.trigger,
    seed: event.seed,
    createdAt: event.at,
    rerunOf: event.rerunOf,
    labels: event.labels ?? [],
    environment: event.environment ?? {},
    previous: event.previous ?? null,
    parent: event.parent,
    owner: event.owner,
    status: 'queued',
    reason: undefined,
    startedAt: undefined,
    finishedAt: undefined,
    end: undefined,
    seq: event.seq,
    at,
    steps: new Map(),
    graph: emptyGraph(undefined),
    handlers: undefined,
    cancel: undefined,
    paused: false,
    pausedAt: undefined,
    agenda: {
      due: new Set(),
      queued: createHeap(startsBefore),
      timers: createHeap<Timer>((a, b) => a.at < b.at),
      running: 0,
    },
    deadline: undefined,
    frames,
    handlersCancelled: false,
    selection: event.selection === undefined ? undefined : new Set(event.selection),
    reusable: new Map(event.reusable?.map((end) => [end.stepId, end])),
    created: 0,
  };
  fillGraph(run, run.graph, event.plan.steps, '');
  return run;
}

export const emptyGraph = (owner: StepState | undefined): Graph => ({
  steps: [],
  owner,
  open: 0,
  failed: [],
  cancelled: 0,
  stoppedBy: undefined,
});

/** Puts the steps of a plan into a graph and links each to those that need it. Auxiliary steps never start by themselves. */
export function fillGraph(run: RunState, graph: Graph, steps: readonly PlanStep[], prefix: string): void {
  const byId = new Map<string, StepState>();
  for (const plan of steps) {
    if (plan.auxiliary) continue;
    const step = addStep(run, graph, plan, `${prefix}${plan.id}`);
    graph.steps.push(step);
    graph.open++;
    byId.set(plan.id, step);
  }
  for (const step of graph.steps) {
    for (const id of step.plan.after) {
      const needed = byId.get(id);
      if (needed === undefined) continue;
      needed.dependents = withItem(needed.dependents, step);
      step.openNeeds++;
    }
    if (step.openNeeds === 0) run.agenda.due.add(step);
  }
}

interface Expansion {
  readonly from: StepState;
  readonly entry: number;
  readonly instance: Instance;
}

/** A step of the plan, or one instance of it. Steps of an earlier round of the same group are replaced; their attempts count on. */
export function addStep(run: RunState, graph: Graph, plan: PlanStep, id: string, expansion?: Expansion): StepState {
  const before = run.steps.get(id);
  const step: StepState = {
    id,
    plan,
    arrival: run.created++,
    graph,
    expandedFrom: expansion?.from,
    entry: expansion?.entry ?? 0,
    values: expansion?.instance.values,
    item: expansion?.instance.item,
    index: expansion?.instance.index,
    status: 'pending',
    reason: undefined,
    because: undefined,
    error: undefined,
    outcome: undefined,
    outputs: undefined,
    results: undefined,
    startedAt: undefined,
    finishedAt: undefined,
    waiting: undefined,
    retry: undefined,
    attempts: before?.attempts ?? [],
    frames: [],
    bodies: [],
    openNeeds: 0,
    dependents: [],
    instances: undefined,
    openInstances: 0,
    failedInstances: 0,
    answers: undefined,
    runningInstances: 0,
    holdsInstancePlace: false,
    instanceQueue: undefined,
    cancelRequested: undefined,
    reusedFrom: undefined,
  };
  run.steps.set(id, step);
  return step;
}

/** The values that instances of surrounding steps give: `matrix` and the item of the nearest one. */
export function valuesAround(step: StepState): { matrix: Readonly<Record<string, Json>>; item: Json; index: Json } {
  let matrix: Readonly<Record<string, Json>> = {};
  let item: Json = null;
  let index: Json = null;
  for (let at: StepState | undefined = step; at !== undefined; at = at.expandedFrom ?? at.graph.owner) {
    if (at.values === undefined) continue;
    matrix = { ...at.values, ...matrix };
    if (index === null) {
      index = at.index ?? null;
      item = at.item ?? null;
    }
  }
  return { matrix, item, index };
}
