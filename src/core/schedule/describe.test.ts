import { expect, it } from 'vitest';
import { compileTiming, describeSchedule, type TimingSource, withWindow } from './index.ts';

const words = (source: TimingSource): string => {
  const compiled = compileTiming(source);
  return compiled.ok ? describeSchedule(compiled.value) : compiled.error.message;
};

it.each([
  ['0 9 * * MON-FRI', 'At 09:00, Monday to Friday'],
  ['0 9 * * *', 'At 09:00 every day'],
  ['*/15 * * * *', 'Every 15 minutes'],
  ['* * * * * *', 'Every second'],
  ['30 * * * *', 'At minute 30 of every hour'],
  ['0 */2 * * *', 'Every 2 hours'],
  ['0 * * * *', 'Every hour'],
  ['*/10 9-17 * * 1-5', 'Every 10 minutes of the hours 9 to 17, Monday to Friday'],
  ['0,30 8,20 * * *', 'At 08:00, 08:30, 20:00 and 20:30 every day'],
  ['0 0 L * *', 'At 00:00, on the last day of the month'],
  ['0 0 LW 3 *', 'At 00:00, on the last workday of the month in March'],
  ['0 0 15W * *', 'At 00:00, on the workday nearest to day 15 of the month'],
  ['0 0 * * 5L', 'At 00:00, on the last Friday of the month'],
  ['0 0 * * 5#3', 'At 00:00, on the 3rd Friday of the month'],
  ['0 0 13 * FRI', 'At 00:00, on day 13 of the month or Friday'],
  ['0 0 1,15 1-3 *', 'At 00:00, on days 1 and 15 of the month in January to March'],
  ['0 0 0 1 1 ? 2030', 'At 00:00, on day 1 of the month in January in 2030'],
  ['H H * * *', 'At a hashed minute of a hashed hour every day'],
])('cron %s', (cron, expected) => {
  expect(words({ type: 'cron', cron })).toBe(expected);
});

it.each<[Record<string, string>, string]>([
  [{ hour: '9', minute: '30' }, 'At 09:30 every day'],
  [{ weekday: '[sat, sun]' }, 'At 00:00, Saturday and Sunday'],
  [{ day: '-2', weekday: 'fri' }, 'At 00:00, on the 2nd day from the end of the month if it is Friday'],
  [{ year: '+2' }, 'At 00:00, on day 1 of the month in January in every 2nd year'],
  [{ second: 'bounded(0, +10, 20)', minute: '+2' }, 'Every 10 seconds from second 0 to 20 of every 2nd minute'],
  [{ hour: 'jitter(+6, 1)' }, 'Every 6 hours, up to 1 hour later'],
  [{ hour: '9', minute: '0', second: '0', millisecond: '250' }, 'At 09:00:00.250 every day'],
])('calendar %o', (calendar, expected) => {
  expect(words({ type: 'calendar', calendar })).toBe(expected);
});

it.each<[TimingSource, string]>([
  [{ type: 'every', every: 4_000 }, 'Every 4 seconds'],
  [{ type: 'every', every: 60_000 }, 'Every minute'],
  [{ type: 'every', every: 5_400_000, offset: 1_000 }, 'Every 1h30m, offset by 1 second'],
  [{ type: 'at', at: '2025-03-09T09:00:00+01:00' }, 'Once, at 2025-03-09T08:00:00Z'],
])('%o', (source, expected) => {
  expect(words(source)).toBe(expected);
});

it('adds the limits of a window', () => {
  const window = withWindow(
    { kind: 'every', everyMs: 4_000, offsetMs: 0 },
    { startAt: 0, endAt: 86_400_000, maxRuns: 5, jitterMs: 500, except: [{ from: 0, to: 1 }], onExcept: 'next' },
  );
  expect(window.ok && describeSchedule(window.value)).toBe(
    'Every 4 seconds, from 1970-01-01T00:00:00Z, until 1970-01-02T00:00:00Z, at most 5 times, up to 500 milliseconds later, except on 2 days (moved to the day after)',
  );
});
