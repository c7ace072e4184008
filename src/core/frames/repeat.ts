import { asDuration } from '../base/duration.ts';
import { isJsonObject } from '../base/json.ts';
import { ended, expressionFailed, type Frame, record, WAIT } from './frame.ts';
import { retryDelay } from './retry.ts';

interface RepeatState {
  /** Rounds finished so far that led to another. */
  readonly rounds: number;
  readonly until: number;
}

/** Runs what it surrounds again and again until its condition holds. A round that fails ends it as failed. */
export const repeatFrame: Frame<RepeatState> = {
  name: 'repeat',

  fold(state, event, { at, isOwn }) {
    return event.type === 'repeat.scheduled' && isOwn ? { rounds: event.round, until: at + event.delay } : state;
  },

  timer: (state) => state.until,

  decide(context) {
    const { state, run, step, node, branch, now, rawConfig } = context;
    if (state !== undefined && now < state.until && !context.isRunning()) return WAIT;
    const child = context.child();
    if (child.kind !== 'ended' || child.result.status !== 'succeeded') return child;
    const config = context.config();
    if (!config.ok) return expressionFailed(config.error.message);
    const spec = isJsonObject(config.value) ? config.value : {};
    const raw = isJsonObject(rawConfig) ? rawConfig : {};
    const round = (state?.rounds ?? 0) + 1;
    for (const [key, stopsAt] of [
      ['until', true],
      ['while', false],
    ] as const) {
      const condition = raw[key];
      if (typeof condition !== 'string' && typeof condition !== 'boolean') continue;
      const value = context.evaluate(condition);
      if (!value.ok) return expressionFailed(value.error.message);
      if (typeof value.value !== 'boolean') {
        return expressionFailed(`repeat.${key} gave ${JSON.stringify(value.value)}, not true or false`);
      }
      if (value.value === stopsAt) return child;
    }
    const limit = Number(spec.limit ?? Number.POSITIVE_INFINITY);
    if (round >= limit) {
      if (raw.until === undefined && raw.while === undefined) return child;
      const message = `the condition of repeat did not hold after ${round} rounds`;
      return ended({ status: 'failed', reason: 'repeat-limit', error: { kind: 'exit', message } });
    }
    const backoff = spec.backoff;
    const delay = retryDelay(
      {
        limit,
        delay: asDuration(spec.interval) ?? 0,
        backoff: backoff === 'exponential' || backoff === 'linear' ? backoff : 'constant',
        factor: 2,
        maxDelay: Number.POSITIVE_INFINITY,
        jitter: 'none',
      },
      round,
      0,
    );
    const until = context.wallTime(now + delay);
    return record({
      type: 'repeat.scheduled',
      runId: run.runId,
      stepId: step.id,
      branch,
      frame: node,
      round,
      delay,
      until,
    });
  },
};
