import { ended, type Frame, record } from './frame.ts';

interface FallbackState {
  /** Index of the alternative that runs now. */
  readonly index: number;
}

/** Runs the alternatives in order when what it surrounds has failed. The first success is the step's. */
export const fallbackFrame: Frame<FallbackState> = {
  name: 'fallback',

  fold(state, event, { isOwn }) {
    return event.type === 'fallback.entered' && isOwn ? { index: event.index } : state;
  },

  decide(context) {
    const { state, run, step, node } = context;
    const entered = state?.index ?? -1;
    const verdict = state === undefined ? context.child() : context.alternative(entered);
    if (verdict.kind !== 'ended') return verdict;
    const { result } = verdict;
    if (result.status === 'succeeded' && entered >= 0) {
      return ended({ ...result, reason: `fallback:${context.alternativeBranch(entered)}`, outcome: 'succeeded' });
    }
    if (result.status !== 'failed' || entered + 1 >= context.alternatives) return verdict;
    const error = result.error ?? { kind: 'exit', message: result.reason };
    const index = entered + 1;
    return record({
      type: 'fallback.entered',
      runId: run.runId,
      stepId: step.id,
      branch: context.branch,
      frame: node,
      index,
      error,
    });
  },
};
