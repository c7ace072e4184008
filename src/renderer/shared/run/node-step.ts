import type { StepStatus } from '../../../core/run/event.ts';
import { planStepId } from '../graph/step-id.ts';
import type { RunView } from './run-view.ts';
import type { StepView } from './step-view.ts';

/** A node's step in a run. A step inside a group with instances stands for all of them and has no single view. */
export type NodeStep = StepView | NodeSummary;

export interface NodeSummary {
  readonly id: undefined;
  readonly status: StepStatus;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
}

const cache = new WeakMap<RunView['steps'], ReadonlyMap<string, NodeStep>>();

/** What each node of the graph shows, by the node's id (`test/lint`). */
export function nodeSteps(run: RunView): ReadonlyMap<string, NodeStep> {
  let nodes = cache.get(run.steps);
  if (nodes === undefined) {
    nodes = collect(run.steps);
    cache.set(run.steps, nodes);
  }
  return nodes;
}

function collect(steps: ReadonlyMap<string, StepView>): ReadonlyMap<string, NodeStep> {
  const nodes = new Map<string, NodeStep>();
  const instances = new Map<string, StepView[]>();
  for (const step of steps.values()) {
    const id = planStepId(step.id);
    if (id === step.id) nodes.set(id, step);
    else if (nodes.has(id)) continue;
    else if (!instances.get(id)?.push(step)) instances.set(id, [step]);
  }
  for (const [id, views] of instances) if (!nodes.has(id)) nodes.set(id, summarise(views));
  return nodes;
}

/** What needs attention first. */
const URGENCY: readonly StepStatus[] = [
  'failed',
  'running',
  'waiting',
  'queued',
  'pending',
  'cancelled',
  'succeeded',
  'skipped',
];

function summarise(views: readonly StepView[]): NodeSummary {
  const status = URGENCY.find((candidate) => views.some((view) => view.status === candidate)) ?? 'pending';
  const starts = views.flatMap((view) => view.startedAt ?? []);
  const ends = views.flatMap((view) => view.finishedAt ?? []);
  return {
    id: undefined,
    status,
    startedAt: starts.length > 0 ? Math.min(...starts) : undefined,
    finishedAt: ends.length === views.length ? Math.max(...ends) : undefined,
  };
}
