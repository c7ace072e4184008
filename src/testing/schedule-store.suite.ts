import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type NewEvent, type ScheduleEvent, scheduleStream } from '../core/run/event.ts';
import { SequenceConflict, type StreamAppend } from '../main/ports/event-log.ts';
import type { ScheduleStore } from '../main/ports/schedule-store.ts';

const START = Date.UTC(2026, 0, 31, 12);
const MINUTE = 60_000;
const minute = (n: number): number => START + n * MINUTE;
const text = (instant: number): string => new Date(instant).toISOString();

type Body<T = ScheduleEvent> = T extends ScheduleEvent ? Omit<T, 'scheduleId'> : never;

/** What is appended for a schedule whose stream is at `expectedSeq`. */
function append(scheduleId: string, expectedSeq: number, ...events: readonly Body[]): StreamAppend {
  const at = text(minute(100 + expectedSeq));
  return {
    stream: scheduleStream(scheduleId),
    expectedSeq,
    events: events.map((event) => ({ at, scheduleId, ...event }) as NewEvent),
  };
}

const fired = (n: number, runId = `run-${n}`): Body => ({
  type: 'schedule.fired',
  instant: text(minute(n)),
  runId,
  reason: 'due',
});
const skipped = (first: number, last: number, reason = 'asleep'): Body => ({
  type: 'schedule.skipped',
  instant: text(minute(first)),
  last: text(minute(last)),
  count: last - first + 1,
  reason,
});
const deferred = (n: number, reason: string): Body => ({ type: 'schedule.deferred', instant: text(minute(n)), reason });

/** What every store of schedules does. */
export function describeScheduleStore(name: string, open: () => { store: ScheduleStore; close(): void }): void {
  describe(`${name} as a store of schedules`, () => {
    let harness: ReturnType<typeof open>;
    let store: ScheduleStore;
    beforeEach(() => {
      harness = open();
      store = harness.store;
    });
    afterEach(() => harness.close());

    const rows = (scheduleId: string) =>
      store
        .ledger({ scheduleIds: [scheduleId] }, { limit: 100 })
        .entries.map(({ outcome, first, last, count }) => [
          outcome,
          (first - START) / MINUTE,
          (last - START) / MINUTE,
          count,
        ])
        .reverse();

    it('remembers when a schedule was first seen, whoever asks later', async () => {
      const [first] = await store.see(['f/a'], START);
      expect(first).toEqual({
        id: 'f/a',
        seq: 0,
        firstSeen: START,
        decided: null,
        runs: 0,
        deferral: null,
        lastFired: null,
        mark: 0,
      });
      const [b, a] = await store.see(['f/b', 'f/a'], START + 5);
      expect([b?.firstSeen, a?.firstSeen]).toEqual([START + 5, START]);
      expect(store.get('f/a')).toEqual(first);
      expect(store.get('f/unknown')).toBeNull();
    });

    it('knows of many schedules at once', async () => {
      const ids = Array.from({ length: 5_000 }, (_, n) => `f${n}/t`);
      const seen = await store.see(ids, START);
      expect(seen.map(({ id }) => id)).toEqual(ids);
    });

    it('moves a schedule on with each outcome', async () => {
      await store.see(['f/a'], START);
      await store.record([append('f/a', 0, skipped(1, 3), fired(4))]);
      expect(store.get('f/a')).toMatchObject({
        seq: 2,
        decided: minute(4),
        runs: 1,
        lastFired: { instant: minute(4), runId: 'run-4' },
      });
      expect(rows('f/a')).toEqual([
        ['skipped', 1, 3, 3],
        ['fired', 4, 4, 1],
      ]);
      expect(store.ledger({ outcomes: ['fired'] }, { limit: 1 }).entries[0]).toMatchObject({
        scheduleId: 'f/a',
        reason: 'due',
        runId: 'run-4',
        at: minute(100),
      });
    });

    it('keeps neighbours with the same outcome and reason in one row', async () => {
      await store.record([append('f/a', 0, skipped(1, 3))]);
      await store.record([append('f/a', 1, skipped(4, 9))]);
      await store.record([append('f/a', 2, skipped(10, 11, 'not-running')), append('f/b', 0, skipped(1, 1))]);
      await store.record([append('f/a', 3, fired(12), fired(13), skipped(14, 14))]);
      expect(rows('f/a')).toEqual([
        ['skipped', 1, 9, 9],
        ['skipped', 10, 11, 2],
        ['fired', 12, 12, 1],
        ['fired', 13, 13, 1],
        ['skipped', 14, 14, 1],
      ]);
      expect(rows('f/b')).toEqual([['skipped', 1, 1, 1]]);
    });

    it('says what the merged ones became part of', async () => {
      const into = text(minute(3));
      const merged = { type: 'schedule.merged', reason: 'asleep', into } as const;
      await store.record([
        append('f/a', 0, { ...merged, instant: text(minute(1)), last: text(minute(2)), count: 2 }, fired(3)),
      ]);
      const [fire, row] = store.ledger({}, { limit: 10 }).entries;
      expect(fire).toMatchObject({ outcome: 'fired', into: null });
      expect(row).toMatchObject({ outcome: 'merged', into: minute(3), runId: null, count: 2 });
    });

    it('has what is deferred as an open row until its instant gets another outcome', async () => {
      await store.record([append('f/a', 0, deferred(1, 'paused'))]);
      expect(store.get('f/a')).toMatchObject({ decided: null, deferral: { instant: minute(1), reason: 'paused' } });
      expect(rows('f/a')).toEqual([['deferred', 1, 1, 1]]);
      await store.record([append('f/a', 1, deferred(1, 'overlap:run-0'))]);
      expect(rows('f/a')).toEqual([['deferred', 1, 1, 1]]);
      await store.record([append('f/a', 2, skipped(1, 5, 'paused'))]);
      expect(store.get('f/a')).toMatchObject({ decided: minute(5), deferral: null });
      expect(rows('f/a')).toEqual([['skipped', 1, 5, 5]]);
    });

    it('collects what came with the events that were merged into a deferred one', async () => {
      const trigger = (file: string) => ({ type: 'watch', id: 'w', files: [file] });
      const instant = (n: number) => ({ instant: text(minute(n)), reason: 'paused' });
      await store.record([
        append('f/w', 0, { type: 'schedule.deferred', ...instant(1), mark: 7, trigger: trigger('a') }),
        append('f/other', 0, fired(1)),
      ]);
      await store.record([
        append('f/w', 1, {
          type: 'schedule.merged',
          ...instant(2),
          into: text(minute(1)),
          mark: 9,
          trigger: trigger('b'),
        }),
      ]);
      expect(store.get('f/w')).toMatchObject({
        decided: minute(2),
        mark: 9,
        deferral: { instant: minute(1), trigger: { type: 'watch', files: ['a', 'b'] } },
      });
    });

    it('does not count what was filled in later', async () => {
      await store.record([append('f/a', 0, fired(10))]);
      await store.record([append('f/a', 1, { ...fired(2, 'late'), reason: 'backfill' } as Body)]);
      expect(store.get('f/a')).toMatchObject({ runs: 1, decided: minute(10), seq: 2, lastFired: { runId: 'run-10' } });
      expect(rows('f/a')).toEqual([
        ['fired', 10, 10, 1],
        ['fired', 2, 2, 1],
      ]);
    });

    it('lets nobody decide who does not know what was decided, and then writes nothing', async () => {
      await store.record([append('f/a', 0, fired(1))]);
      const late = store.record([append('f/b', 0, fired(1)), append('f/a', 0, fired(1, 'again'))]);
      await expect(late).rejects.toThrow(SequenceConflict);
      expect(store.get('f/a')).toMatchObject({ seq: 1, runs: 1 });
      expect(store.get('f/b')?.runs ?? 0).toBe(0);
      expect(rows('f/b')).toEqual([]);
    });

    it('pages through the ledger, newest first, by schedule, outcome and time', async () => {
      await store.record([append('f/a', 0, ...Array.from({ length: 7 }, (_, n) => fired(n + 1)))]);
      await store.record([append('f/b', 0, skipped(1, 20))]);
      const first = store.ledger({ scheduleIds: ['f/a'] }, { limit: 3 });
      expect(first.entries.map(({ runId }) => runId)).toEqual(['run-7', 'run-6', 'run-5']);
      const second = store.ledger({ scheduleIds: ['f/a'] }, { limit: 4, before: first.next! });
      expect(second.entries.map(({ runId }) => runId)).toEqual(['run-4', 'run-3', 'run-2', 'run-1']);
      expect(second.next).toBeNull();
      expect(store.ledger({ outcomes: ['skipped'] }, { limit: 5 }).entries).toMatchObject([{ scheduleId: 'f/b' }]);
      expect(store.ledger({ outcomes: ['fired', 'skipped'] }, { limit: 50 }).entries).toHaveLength(8);
      const at = { from: minute(6), to: minute(6) };
      expect(store.ledger(at, { limit: 5 }).entries.map(({ scheduleId }) => scheduleId)).toEqual(['f/b', 'f/a']);
      expect(store.ledger({ scheduleIds: ['f/a', 'f/b'], ...at }, { limit: 5 }).entries).toHaveLength(2);
    });

    it('forgets the oldest rows of each schedule, and nothing of the schedules', async () => {
      await store.record([
        append('f/a', 0, deferred(1, 'paused'), ...Array.from({ length: 50 }, (_, n) => fired(n + 2))),
      ]);
      await store.record([append('f/b', 0, skipped(1, 20), fired(21))]);
      const before = store.get('f/a');
      await store.trim(5);
      expect(rows('f/a')).toEqual([['deferred', 1, 1, 1], ...[47, 48, 49, 50, 51].map((n) => ['fired', n, n, 1])]);
      expect(rows('f/b')).toHaveLength(2);
      expect(store.get('f/a')).toEqual(before);
      await store.record([append('f/a', 51, fired(52))]);
      expect(store.get('f/a')).toMatchObject({ runs: 51, seq: 52 });
      await store.trim(5);
      expect(rows('f/a')).toHaveLength(6);
    });

    it('keeps pauses of everything, of a label and of one schedule', () => {
      let told = 0;
      const end = store.watch(() => told++);
      store.pause({ scope: 'label', label: 'nightly', at: START, by: 'ada' });
      store.pause({ scope: 'schedule', scheduleId: 'f/a', at: START + 1, by: 'ada' });
      store.pause({ scope: 'all', at: START + 2, by: 'ada' });
      store.pause({ scope: 'all', at: START + 3, by: 'bob' });
      expect(store.pauses()).toEqual([
        { scope: 'label', label: 'nightly', at: START, by: 'ada' },
        { scope: 'schedule', scheduleId: 'f/a', at: START + 1, by: 'ada' },
        { scope: 'all', at: START + 2, by: 'ada' },
      ]);
      expect(store.resume({ scope: 'label', label: 'nightly' })).toBe(true);
      expect(store.resume({ scope: 'label', label: 'nightly' })).toBe(false);
      expect(store.pauses()).toHaveLength(2);
      expect(told).toBeGreaterThanOrEqual(4);
      end();
      const before = told;
      store.resume({ scope: 'all' });
      expect(told).toBe(before);
    });

    it('keeps which triggers a person has let through, in which form and since when', () => {
      const armed = (id: string, workspace: string, content: string, armedAt = START) => ({
        scheduleId: id,
        workspace,
        content,
        armedAt,
      });
      store.arm([armed('f/a', '/w', 'one'), armed('f/b', '/w', 'two'), armed('g/a', '/other', 'three')]);
      store.arm([armed('f/a', '/w', 'changed', START + 1)]);
      store.disarm(['f/b', 'f/unknown']);
      expect(store.armed('/w')).toEqual([armed('f/a', '/w', 'changed', START + 1)]);
      expect(store.armed('/other')).toHaveLength(1);
      expect(store.armed('/none')).toEqual([]);
    });
  });
}
