import { asDuration } from '../base/duration.ts';
import { hashUnit } from '../base/hash.ts';
import { isJsonObject, type JsonObject } from '../base/json.ts';
import type { StepError } from '../run/event.ts';
import { ended, expressionFailed, type Frame, record, WAIT } from './frame.ts';

/** The configuration of a retry with every default applied; durations in milliseconds. */
export interface RetryPolicy {
  readonly limit: number;
  readonly delay: number;
  readonly backoff: 'exponential' | 'linear' | 'constant';
  readonly factor: number;
  readonly maxDelay: number;
  readonly jitter: number | 'full' | 'equal' | 'none';
  readonly on?: readonly string[];
  readonly onExitCodes?: readonly number[];
  readonly notOnExitCodes?: readonly number[];
  readonly if?: string | boolean;
}

interface RetryState {
  /** Retries scheduled so far. */
  readonly retries: number;
  readonly until: number;
}

const DEFAULTS = { delay: 1_000, backoff: 'exponential', factor: 2, maxDelay: 30_000, jitter: 250 } as const;
const NEVER_RETRIED: ReadonlySet<string> = new Set(['rejected', 'expression']);

export const retryFrame: Frame<RetryState> = {
  name: 'retry',

  fold(state, event, { at, isOwn }) {
    if (event.type !== 'retry.scheduled' || !isOwn) return state;
    return { retries: event.retry, until: at + event.delay };
  },

  timer: (state) => state.until,

  decide(context) {
    const { state, step, run, now, branch, node } = context;
    if (state !== undefined && now < state.until && !context.isRunning()) return WAIT;
    const child = context.child();
    if (child.kind !== 'ended' || child.result.status !== 'failed') return child;
    const error = child.result.error ?? { kind: 'exit', message: child.result.reason };
    const config = context.config();
    if (!config.ok) return expressionFailed(config.error.message);
    const policy = policyOf(isJsonObject(config.value) ? config.value : {});
    const retries = state?.retries ?? 0;
    const wanted = isWanted(policy, error, context.rawConfig, context.evaluate);
    if (typeof wanted === 'string') return expressionFailed(wanted);
    if (!wanted || retries >= policy.limit) {
      const reason = retries > 0 && wanted ? 'attempts-exhausted' : child.result.reason;
      return ended({ ...child.result, reason, error });
    }
    const retry = retries + 1;
    const delay = retryDelay(policy, retry, hashUnit(run.seed, step.id, branch, retry, 'retry'), error.retryAfter);
    return record({
      type: 'retry.scheduled',
      runId: run.runId,
      stepId: step.id,
      branch,
      frame: node,
      retry,
      limit: policy.limit,
      delay,
      until: context.wallTime(now + delay),
      error,
    });
  },
};

/** Defaults applied, and durations that came from templates read. */
export const policyOf = (spec: JsonObject): RetryPolicy =>
  ({
    ...DEFAULTS,
    ...spec,
    limit: Number(spec.limit ?? 0),
    delay: asDuration(spec.delay) ?? DEFAULTS.delay,
    factor: Number(spec.factor ?? DEFAULTS.factor),
    maxDelay: asDuration(spec.maxDelay) ?? DEFAULTS.maxDelay,
  }) as RetryPolicy;

/** Whether this failure is one to retry; a text is the problem with the policy's own condition. */
function isWanted(
  policy: RetryPolicy,
  error: StepError,
  rawConfig: unknown,
  evaluate: (expression: string | boolean) => { ok: true; value: unknown } | { ok: false; error: { message: string } },
): boolean | string {
  if (policy.on === undefined ? NEVER_RETRIED.has(error.kind) : !policy.on.includes(error.kind)) return false;
  if (error.exitCode !== undefined) {
    if (policy.onExitCodes !== undefined && !policy.onExitCodes.includes(error.exitCode)) return false;
    if (policy.notOnExitCodes?.includes(error.exitCode)) return false;
  } else if (policy.onExitCodes !== undefined) return false;
  const condition = isJsonObject(rawConfig) ? rawConfig.if : undefined;
  if (typeof condition !== 'string' && typeof condition !== 'boolean') return true;
  const value = evaluate(condition);
  if (!value.ok) return value.error.message;
  return value.value === true
    ? true
    : value.value === false
      ? false
      : `retry.if gave ${JSON.stringify(value.value)}, not true or false`;
}

/**
 * The wait before retry `retry` (from 1), in whole milliseconds. `unit` is a number in [0, 1): the same for the same run, step and
 * retry. `atLeast` is what the other side asked for.
 */
export function retryDelay(policy: RetryPolicy, retry: number, unit: number, atLeast = 0): number {
  const grown =
    policy.backoff === 'constant'
      ? policy.delay
      : policy.backoff === 'linear'
        ? policy.delay * retry
        : policy.delay * policy.factor ** (retry - 1);
  const base = Math.min(grown, policy.maxDelay);
  const spread =
    policy.jitter === 'none'
      ? base
      : policy.jitter === 'full'
        ? base * unit
        : policy.jitter === 'equal'
          ? base / 2 + (base / 2) * unit
          : base + policy.jitter * unit;
  return Math.max(Math.round(spread), atLeast);
}
