import type { Json } from '../base/json.ts';
import { evaluate, parseCondition } from '../expression/index.ts';
import type { Decision } from '../frames/frame.ts';
import type { EventOf, RunCounts, RunEnd } from './event.ts';
import { scopeOf } from './scope.ts';
import { standing } from './standing.ts';
import type { RunState } from './state.ts';

const HANDLERS = ['onSuccess', 'onFailure', 'onCancel', 'always'] as const;
const HANDLER_OF: Readonly<Record<RunEnd, (typeof HANDLERS)[number]>> = {
  succeeded: 'onSuccess',
  failed: 'onFailure',
  cancelled: 'onCancel',
  skipped: 'onSuccess',
};

/** Handlers once every step has ended, then the end of the run; nothing while something is open. */
export function finishRun(run: RunState): Decision[] {
  if (run.graph.open > 0) return [];
  const { status, reason } = standing(run);
  if (run.handlers === undefined && run.startedAt !== undefined) {
    const wanted = [HANDLER_OF[status], 'always' as const].filter((name) => run.plan.handlers[name].length > 0);
    if (wanted.length > 0) {
      return [{ do: 'record', event: { type: 'handlers.started', runId: run.runId, handlers: wanted } }];
    }
  }
  if (run.handlers !== undefined && run.handlers.open > 0) return [];
  const event: EventOf<'run.finished'> = {
    type: 'run.finished',
    runId: run.runId,
    status,
    reason,
    counts: countSteps(run),
    failed: run.graph.failed.map((step) => step.id),
    ...(run.handlers !== undefined && run.handlers.failed.length > 0 ? { handlersFailed: true } : {}),
    ...(Object.keys(run.plan.outputs).length > 0 ? { outputs: outputsOf(run) } : {}),
  };
  return [{ do: 'record', event }];
}

/** Steps of the flow's own graph; handlers, steps of groups and instances are not counted. */
function countSteps(run: RunState): RunCounts {
  const counts = { succeeded: 0, failed: 0, skipped: 0, cancelled: 0 };
  for (const { status } of run.graph.steps) {
    if (status === 'succeeded' || status === 'failed' || status === 'skipped' || status === 'cancelled')
      counts[status]++;
  }
  return counts;
}

/** The run's outputs; one that cannot be evaluated is null, as what is absent is. */
function outputsOf(run: RunState): Record<string, Json> {
  const scope = scopeOf(run, undefined);
  return Object.fromEntries(
    Object.entries(run.plan.outputs).map(([name, written]) => {
      const parsed = parseCondition(written);
      if (!parsed.ok || typeof parsed.value === 'boolean') return [name, parsed.ok ? (parsed.value as boolean) : null];
      const value = evaluate(parsed.value, scope);
      return [name, value.ok ? value.value : null];
    }),
  );
}
