import type { JsonObject } from '../base/json.ts';
import { policyOf, retryDelay } from './retry.ts';

/** The wait before one retry, in milliseconds: anything from `least` to `most`, as jitter has it. */
export interface RetryWait {
  readonly retry: number;
  readonly least: number;
  readonly most: number;
}

/** What retries would wait, from the first on. Templates count as their defaults: their values are not known before a run. */
export function retryCurve(spec: JsonObject, most: number): readonly RetryWait[] {
  const policy = policyOf(spec);
  if (!Number.isFinite(policy.limit) || !Number.isFinite(policy.factor)) return [];
  return Array.from({ length: Math.max(0, Math.min(most, Math.floor(policy.limit))) }, (_, i) => ({
    retry: i + 1,
    least: retryDelay(policy, i + 1, 0),
    most: retryDelay(policy, i + 1, 1),
  }));
}
