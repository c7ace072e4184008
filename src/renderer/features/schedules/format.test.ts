import { describe, expect, it } from 'vitest';
import { changeWords, formatInZone, formatLength, formatUntil, shortZone, timeOfWall } from './format.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('words for times to come', () => {
  it('counts down in the unit that a person would use', () => {
    const until = (rest: number) => formatUntil(1_000_000 + rest, 1_000_000);
    expect([0, -5, 999].map(until)).toEqual(['now', 'now', 'now']);
    expect([1_000, 40_500, 12 * MINUTE + 59_000].map(until)).toEqual(['in 1 s', 'in 41 s', 'in 12 min']);
    expect([3 * HOUR, 3 * HOUR + 20 * MINUTE].map(until)).toEqual(['in 3 h', 'in 3 h 20 min']);
    expect([DAY, 5 * DAY].map(until)).toEqual(['in 1 day', 'in 5 days']);
    expect(until(400 * DAY)).toMatch(/^\d+ \w+ 197\d$/);
  });

  it('tells lengths in their two largest units', () => {
    expect([250, 45_000, 200 * MINUTE, 52 * HOUR, HOUR].map(formatLength)).toEqual([
      '250 ms',
      '45 s',
      '3 h 20 min',
      '2 d 4 h',
      '1 h',
    ]);
  });

  it('shows an instant on a clock of a zone, with its offset', () => {
    expect(formatInZone(Date.parse('2026-03-29T01:00:00Z'), 'Europe/Berlin')).toBe('Sun 29 Mar 2026, 03:00:00 +02:00');
    expect(formatInZone(Date.parse('2026-03-29T01:00:00Z'), 'UTC')).toBe('Sun 29 Mar 2026, 01:00:00 +00:00');
  });

  it('shows a wall time as exactly as it needs to be', () => {
    expect(['T03:00:00.000', 'T03:00:15.000', 'T03:00:15.250'].map((time) => timeOfWall(`2026-03-29${time}`))).toEqual([
      '03:00',
      '03:00:15',
      '03:00:15.250',
    ]);
  });

  it('names zones and changes of clocks', () => {
    expect(shortZone('America/New_York')).toBe('New York');
    expect(changeWords({ before: '+01:00', after: '+02:00' })).toBe('Clocks go forward 1 h');
    expect(changeWords({ before: '-04:00', after: '-05:00' })).toBe('Clocks go back 1 h');
    expect(changeWords({ before: '+11:00', after: '+10:30' })).toBe('Clocks go back 30 min');
  });
});
