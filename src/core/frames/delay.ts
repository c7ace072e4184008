import { asDuration } from '../base/duration.ts';
import { hashUnit } from '../base/hash.ts';
import { isJsonObject } from '../base/json.ts';
import { expressionFailed, type Frame, record, WAIT } from './frame.ts';

interface DelayState {
  readonly until: number;
}

/** Waits before what it surrounds begins; once, and not again for its retries. */
export const delayFrame: Frame<DelayState> = {
  name: 'delay',

  fold(state, event, { at, isOwn }) {
    return event.type === 'step.waiting' && isOwn ? { until: at + (event.duration ?? 0) } : state;
  },

  timer: (state) => state.until,

  decide(context) {
    const { state, now, run, step, node, branch } = context;
    if (state !== undefined) return now < state.until ? WAIT : context.child();
    const config = context.config();
    if (!config.ok) return expressionFailed(config.error.message);
    const spec = isJsonObject(config.value) ? config.value : { for: config.value };
    const base = asDuration(spec.for) ?? 0;
    const jitter = asDuration(spec.jitter) ?? 0;
    const duration = Math.round(base + jitter * hashUnit(run.seed, step.id, branch, node, 'delay'));
    const until = context.wallTime(now + duration);
    return record({
      type: 'step.waiting',
      runId: run.runId,
      stepId: step.id,
      reason: 'delay',
      until,
      duration,
      branch,
      frame: node,
    });
  },
};
