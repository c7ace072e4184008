import { isJsonObject, type Json, type JsonObject } from '../base/json.ts';
import { ended, expressionFailed, type Frame, type FrameContext, record, type Verdict } from './frame.ts';

interface ThresholdState {
  /** Whether the body may run, once the durable counter was asked. */
  readonly reached: boolean;
}

/** Bounds how often the body may run, over all runs of the flow (or within one). The counter lives in the store. */
export const thresholdFrame: Frame<ThresholdState> = {
  name: 'threshold',

  fold(state, event, { isOwn }) {
    return event.type === 'threshold.reached' && isOwn ? { reached: true } : state;
  },

  decide(context) {
    const { run, step, node, branch } = context;
    const config = context.config();
    if (!config.ok) return expressionFailed(config.error.message);
    const spec = isJsonObject(config.value) ? config.value : {};
    const then = spec.then ?? 'skip';
    if (context.state?.reached === true) {
      if (then === 'succeed') return ended({ status: 'succeeded', reason: 'threshold-succeed' });
      if (then === 'skip') return ended({ status: 'skipped', reason: 'threshold-skip' });
      const message = `its threshold of ${spec.limit} ${spec.count ?? 'runs'} is reached`;
      return ended({ status: 'failed', reason: 'threshold-fail', error: { kind: 'rejected', message } });
    }
    const answer = context.answer('threshold');
    if (answer === undefined) {
      const data: Json = { limit: Number(spec.limit), count: spec.count ?? 'runs', per: spec.per ?? 'flow' };
      return { kind: 'do', decisions: [{ do: 'ask', step, node, question: 'threshold', data }] };
    }
    if (answer === true) return counted(context, spec);
    const count = typeof answer === 'number' ? answer : Number(spec.limit);
    const limit = Number(spec.limit);
    return record({ type: 'threshold.reached', runId: run.runId, stepId: step.id, branch, frame: node, count, limit });
  },
};

/** Successes or failures count once the body has ended so; runs were counted before it began. */
function counted(context: FrameContext<ThresholdState>, spec: JsonObject): Verdict {
  const child = context.child();
  const counts = spec.count === 'successes' ? 'succeeded' : spec.count === 'failures' ? 'failed' : undefined;
  if (child.kind !== 'ended' || child.result.status !== counts || context.answer('threshold-count') !== undefined)
    return child;
  const { step, node } = context;
  const data: Json = { per: spec.per ?? 'flow' };
  return { kind: 'do', decisions: [{ do: 'ask', step, node, question: 'threshold-count', data }] };
}
