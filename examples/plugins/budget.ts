import { defineFrame, definePlugin } from '@chronum/sdk';

/**
 * `frames: [{budget: 2}]`: what it surrounds may be tried so often, however it is retried. Its functions are pure: they know the events
 * of the step and what they are given, and nothing else. The studio runs them by their text.
 */
const budget = defineFrame<{ readonly used: number }>({
  name: 'budget',
  fold: (state, event) => (event.type === 'attempt.started' ? { used: (state?.used ?? 0) + 1 } : state),
  decide(context) {
    const limit = context.config();
    const used = context.state?.used ?? 0;
    const child = context.child();
    const wantsMore = child.kind === 'do' && child.decisions.some((decision) => decision.do === 'start');
    if (!limit.ok || typeof limit.value !== 'number' || !wantsMore || used < limit.value) return child;
    const message = `its budget of ${limit.value} attempts is used up`;
    return {
      kind: 'ended',
      result: { status: 'failed', reason: 'failed', error: { kind: 'x.budget', message } },
    };
  },
});

export default definePlugin({ name: 'budget', frames: [budget] });
