import { describe, expect, it } from 'vitest';
import { count, formatBytes } from './count.ts';
import { formatAxisTime, formatCountdown, formatElapsed } from './duration.ts';
import { lastLine } from './last-line.ts';
import { dayGroup, formatRelative } from './time.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('formatElapsed', () => {
  it.each([
    [-5, '0 s'],
    [0, '0 s'],
    [7.4, '7 ms'],
    [99, '99 ms'],
    [100, '0.1 s'],
    [12_340, '12.3 s'],
    [59_949, '59.9 s'],
    [59_960, '0 m 59 s'],
    [245_000, '4 m 05 s'],
    [2 * HOUR + 7 * MINUTE, '2 h 07 m'],
    [3 * DAY + 4 * HOUR, '3 d 04 h'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(formatElapsed(milliseconds)).toBe(text);
  });
});

describe('formatCountdown', () => {
  it('never says 0 while there is something to wait for', () => {
    expect(formatCountdown(1)).toBe('1 s');
    expect(formatCountdown(3_001)).toBe('4 s');
    expect(formatCountdown(0)).toBe('0 s');
    expect(formatCountdown(-50)).toBe('0 s');
    expect(formatCountdown(90_000)).toBe('1 m 30 s');
  });
});

describe('formatAxisTime', () => {
  it.each([
    [1_500, 500, '1.5 s'],
    [1_234, 1, '1.234 s'],
    [61_250, 10, '1:01.25'],
    [4_000, 1_000, '4 s'],
    [60_000, 1_000, '1:00'],
    [65_000, 5_000, '1:05'],
    [2 * HOUR + 5 * MINUTE, HOUR, '2:05:00'],
  ])('%d ms in steps of %d is %s', (time, step, text) => {
    expect(formatAxisTime(time, step)).toBe(text);
  });
});

describe('formatRelative', () => {
  const now = new Date(2025, 4, 14, 12, 0, 0).getTime();

  it.each([
    [0, 'now'],
    [-2 * SECOND, 'now'],
    [40 * SECOND, '40 s ago'],
    [12 * MINUTE, '12 min ago'],
    [3 * HOUR, '3 h ago'],
    [26 * HOUR, 'yesterday'],
    [5 * DAY, '5 days ago'],
    [40 * DAY, '4 Apr 2025'],
  ])('%d ms before is %s', (age, text) => {
    expect(formatRelative(now - age, now)).toBe(text);
  });

  it('counts days by the calendar', () => {
    const lateYesterday = new Date(2025, 4, 13, 23, 59).getTime();
    expect(dayGroup(lateYesterday, now)).toBe('Yesterday');
    expect(dayGroup(now, now)).toBe('Today');
    expect(dayGroup(now - 4 * DAY, now)).toBe('This week');
    expect(dayGroup(now - 40 * DAY, now)).toBe('Earlier');
  });
});

describe('counts and sizes', () => {
  it('says one and many', () => {
    expect(count(1, 'step')).toBe('1 step');
    expect(count(0, 'step')).toBe('0 steps');
    expect(count(2, 'entry', 'entries')).toBe('2 entries');
  });

  it.each([
    [999, '999 B'],
    [1_400, '1.4 kB'],
    [10_200, '10 kB'],
    [1_400_000, '1.4 MB'],
    [2_000_000_000, '2.00 GB'],
  ])('%d bytes is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('lastLine', () => {
  it('is the last one with something on it, as a terminal shows it', () => {
    expect(lastLine('one\ntwo\n\n')).toBe('two');
    expect(lastLine('10 %\r50 %\r100 %\r\n')).toBe('100 %');
    expect(lastLine('\u001b[32mok\u001b[0m 3 files\n')).toBe('ok 3 files');
    expect(lastLine('\u001b]0;title\u0007built\n')).toBe('built');
    expect(lastLine('\n \n')).toBe('');
  });
});
