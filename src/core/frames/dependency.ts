import { kleene } from '../graph/kleene.ts';
import type { DependencyConfig } from '../run/plan.ts';
import { ended, type Frame, record, type Verdict, WAIT } from './frame.ts';

interface DependencyState {
  readonly resolved: boolean;
}

/**
 * Lets the step begin once its needs are fulfilled, and skips it once they cannot be any more. A plain list of steps leaves no event:
 * that they succeeded is in the log already. What took a decision (an expression, a suffix, another flow) is recorded.
 */
export const dependencyFrame: Frame<DependencyState> = {
  name: 'dependency',

  fold(state, event, { isOwn }) {
    if (!isOwn) return state;
    if (event.type === 'dependency.resolved') return { resolved: true };
    return event.type === 'dependency.unresolved' ? { resolved: false } : state;
  },

  decide(context) {
    const { state, run, step, node } = context;
    if (state?.resolved === true) return context.child();
    const { needs, flows } = context.rawConfig as unknown as DependencyConfig;
    const verdict = kleene(needs, context.endOf);
    if (verdict.value === undefined) return WAIT;
    if (verdict.value === false) return skipped(verdict.decidedBy, context.endOf, needs.op === 'all');
    if (flows.length === 0 && !step.plan.anyEndDecides) return context.child();
    if (flows.length > 0) {
      const answer = context.answer('flow-needs');
      if (answer === undefined) {
        return { kind: 'do', decisions: [{ do: 'ask', step, node, question: 'flow-needs', data: flows as never }] };
      }
      if (typeof answer === 'string') return ended({ status: 'skipped', reason: `flow-need-unmet:${answer}` });
    }
    return record({
      type: 'dependency.resolved',
      runId: run.runId,
      stepId: step.id,
      because: verdict.decidedBy,
      frame: node,
    });
  },
};

type EndOf = Parameters<typeof kleene>[1];

function skipped(decidedBy: readonly string[], endOf: EndOf, isList: boolean): Verdict {
  const of = (status: string) => decidedBy.filter((id) => endOf(id)?.status === status);
  for (const status of isList ? (['failed', 'cancelled', 'skipped'] as const) : []) {
    const ids = of(status);
    if (ids.length > 0)
      return ended({ status: 'skipped', reason: `upstream-${status}:${ids.join(',')}`, because: ids });
  }
  return ended({ status: 'skipped', reason: `needs-false:${decidedBy.join(',')}`, because: decidedBy });
}
