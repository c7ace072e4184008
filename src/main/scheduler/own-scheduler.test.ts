import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nineOClock } from '../../testing/own-scheduler.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

it('runs on a clock, a store, a dispatcher and an engine of somebody’s own', async () => {
  expect(await nineOClock(4)).toEqual([
    'schedule.fired',
    'morning at 2026-03-27T08:00:00.000Z',
    'schedule.fired',
    'morning at 2026-03-28T08:00:00.000Z',
    // The clocks went forward.
    'schedule.fired',
    'morning at 2026-03-29T07:00:00.000Z',
    'schedule.fired',
    'morning at 2026-03-30T07:00:00.000Z',
  ]);
});

it('is the example of the documentation', () => {
  const page = readFileSync(join(ROOT, 'docs', 'scheduler.md'), 'utf8');
  const example = readFileSync(join(ROOT, 'src', 'testing', 'own-scheduler.ts'), 'utf8');
  expect(/```ts\n([\s\S]*?)```/.exec(page)?.[1]).toBe(example);
});
