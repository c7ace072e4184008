import { describe, expect, it } from 'vitest';
import { eventfulRun } from '../../../testing/eventful-run.ts';
import { eventDensity } from './density.ts';
import { eventWords } from './event-words.ts';

const events = eventfulRun();
const wordsOf = (type: string) => {
  const event = events.find((each) => each.type === type);
  return event && eventWords(event);
};

describe('eventWords', () => {
  it('says what happened to whom', () => {
    expect(wordsOf('run.created')).toBe('the run was created');
    expect(wordsOf('attempt.failed')).toMatch(/: attempt 1 failed$/);
    expect(wordsOf('retry.scheduled')).toBe('build: retry scheduled');
    expect(wordsOf('step.queued')).toMatch(/: ready, waits for a place$/);
    expect(wordsOf('run.cancel-requested')).toBe('the run is to be cancelled');
  });

  it('has words for every event', () => {
    for (const event of events) expect(eventWords(event)).toMatch(/^\S+.* \S+/);
  });
});

describe('eventDensity', () => {
  it('is highest where most happened', () => {
    const times = [0, 10, 11, 12, 90];
    const timeOf = (seq: number) => times[seq - 1] ?? 0;
    expect(eventDensity(timeOf, times.length, { from: 0, to: 100 }, 4)).toEqual([1, 0, 0, 0.25]);
  });

  it('puts the last instant into the last part', () => {
    expect(eventDensity(() => 100, 1, { from: 0, to: 100 }, 5)).toEqual([0, 0, 0, 0, 1]);
    expect(eventDensity(() => 7, 1, { from: 7, to: 7 }, 2)).toEqual([1, 0]);
  });
});
