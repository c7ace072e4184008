import { expect, it } from 'vitest';
import { retryCurve } from './retry-curve.ts';

const waits = (spec: Parameters<typeof retryCurve>[0]) =>
  retryCurve(spec, 10).map(({ least, most }) => (least === most ? least : `${least}-${most}`));

it('grows as the policy says, up to its limit, with the band that jitter makes', () => {
  expect(waits({ limit: 4, delay: 1_000, jitter: 'none' })).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(waits({ limit: 3, delay: 1_000, backoff: 'linear', jitter: 500 })).toEqual([
    '1000-1500',
    '2000-2500',
    '3000-3500',
  ]);
  expect(waits({ limit: 3, delay: 20_000, maxDelay: 30_000, jitter: 'equal' })).toEqual([
    '10000-20000',
    '15000-30000',
    '15000-30000',
  ]);
  expect(waits({ limit: 2, delay: 4_000, backoff: 'constant', jitter: 'full' })).toEqual(['0-4000', '0-4000']);
});

it('has the usual policy where nothing else is said, and nothing to draw where the limit is not known', () => {
  expect(waits({ limit: 2 })).toEqual(['1000-1250', '2000-2250']);
  expect(waits({ limit: 0 })).toEqual([]);
  expect(waits({ limit: '${{ params.tries }}' })).toEqual([]);
  expect(retryCurve({ limit: 100 }, 8)).toHaveLength(8);
});
