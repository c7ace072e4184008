import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ChronumEvent, runStream } from '../core/run/event.ts';
import { type EventLog, SequenceConflict } from '../main/ports/event-log.ts';
import { attemptStarted, instant, runCreated, runFinished, runStarted } from './run-fixtures.ts';

export interface EventLogHarness {
  readonly events: EventLog;
  /** The same log as another process has it open; the same object where there can be no other. */
  readonly other: EventLog;
  /** What listeners threw. */
  readonly reported: readonly unknown[];
  close(): void;
}

const STREAM = runStream('r1');
const custom = (at: string, data: string) => ({ type: 'x.note', at, data }) as const;

/** What every EventLog does. */
export function describeEventLog(name: string, open: () => EventLogHarness): void {
  describe(`${name} as an event log`, () => {
    let harness: EventLogHarness;
    let events: EventLog;
    beforeEach(() => {
      harness = open();
      events = harness.events;
    });
    afterEach(() => harness.close());

    describe('append', () => {
      it('numbers events in their stream from 1 and over the store in rising positions', async () => {
        const first = await events.append(STREAM, 0, [runCreated('r1', instant(0)), runStarted('r1', instant(1))]);
        const second = await events.append('system', 0, [custom(instant(2), 'hello')]);
        const third = await events.append(STREAM, 2, [attemptStarted('r1', 'build', instant(3))]);

        expect(first.map((event) => event.seq)).toEqual([1, 2]);
        expect(second.map((event) => event.seq)).toEqual([1]);
        expect(third.map((event) => event.seq)).toEqual([3]);
        const positions = [...first, ...second, ...third].map((event) => event.position);
        expect(positions).toEqual(positions.toSorted((a, b) => a - b));
        expect(new Set(positions).size).toBe(4);
        expect(events.head()).toBe(positions.at(-1));
      });

      it('gives back what is read later', async () => {
        const appended = await events.append(STREAM, 0, [
          runCreated('r1', instant(0), { labels: ['nightly'], params: { deep: [{ a: null }] } }),
          attemptStarted('r1', 'build', instant(1)),
        ]);
        expect(events.read(STREAM, 0)).toEqual(appended);
        expect(harness.other.read(STREAM, 0)).toEqual(appended);
        expect(appended[0]).toMatchObject({ stream: STREAM, at: instant(0), type: 'run.created', runId: 'r1' });
      });

      it('keeps any JSON as it was', async () => {
        let seq = 0;
        await fc.assert(
          fc.asyncProperty(
            fc.jsonValue({ stringUnit: 'binary' }),
            fc.string({ unit: 'grapheme' }),
            async (data, stepId) => {
              // A negative zero has no form of its own in JSON.
              const written = JSON.parse(JSON.stringify(data));
              const appended = await events.append(STREAM, seq, [
                { type: 'x.any', at: instant(seq), runId: 'r1', stepId, data: written },
              ]);
              expect(events.read(STREAM, seq)).toEqual(appended);
              seq++;
            },
          ),
          { numRuns: 50 },
        );
      });

      it('keeps an event of several megabytes', async () => {
        const data = 'x'.repeat(5_000_000);
        await events.append('system', 0, [custom(instant(0), data)]);
        expect(events.read('system', 0)[0]).toMatchObject({ data });
      });

      it('adds the run to events of its stream, and refuses those of another', async () => {
        const [note] = await events.append(STREAM, 0, [custom(instant(0), 'hello')]);
        expect(note).toMatchObject({ runId: 'r1' });
        await expect(events.append(STREAM, 1, [runStarted('r2', instant(1))])).rejects.toThrow(/r2/);
        expect(events.read(STREAM, 0)).toHaveLength(1);
      });

      it('refuses a stale or invented sequence number and writes nothing', async () => {
        await events.append(STREAM, 0, [runCreated('r1', instant(0))]);
        for (const wrong of [0, 2, 7]) {
          const conflict = await events.append(STREAM, wrong, [runStarted('r1', instant(1))]).catch((error) => error);
          expect(conflict).toBeInstanceOf(SequenceConflict);
          expect(conflict).toMatchObject({ stream: STREAM, expectedSeq: wrong, actualSeq: 1 });
        }
        expect(events.read(STREAM, 0)).toHaveLength(1);
        expect(await events.append(STREAM, 1, [runStarted('r1', instant(1))])).toHaveLength(1);
      });

      it('notices that another process wrote in between', async () => {
        await events.append(STREAM, 0, [runCreated('r1', instant(0))]);
        await harness.other.append(STREAM, 1, [runStarted('r1', instant(1))]);
        const conflict = await events
          .append(STREAM, 1, [attemptStarted('r1', 'a', instant(2))])
          .catch((error) => error);
        expect(conflict).toMatchObject({ expectedSeq: 1, actualSeq: 2 });
        expect(await events.append(STREAM, 2, [attemptStarted('r1', 'a', instant(2))])).toMatchObject([{ seq: 3 }]);
      });

      it('refuses an instant that would not be read back as it was', async () => {
        for (const at of ['yesterday', '2026-01-31T12:00:00Z', '2026-01-31T13:00:00.000+01:00']) {
          await expect(events.append('system', 0, [custom(at, 'x')])).rejects.toThrow(at);
        }
      });

      it('takes several streams in one transaction, or none', async () => {
        const batches = await events.appendMany([
          { stream: runStream('a'), expectedSeq: 0, events: [runCreated('a', instant(0))] },
          {
            stream: runStream('b'),
            expectedSeq: 0,
            events: [runCreated('b', instant(0)), runStarted('b', instant(0))],
          },
        ]);
        expect(batches.map((batch) => batch.map((event) => event.seq))).toEqual([[1], [1, 2]]);

        await expect(
          events.appendMany([
            { stream: runStream('a'), expectedSeq: 1, events: [runStarted('a', instant(1))] },
            { stream: runStream('b'), expectedSeq: 1, events: [runFinished('b', instant(1))] },
          ]),
        ).rejects.toBeInstanceOf(SequenceConflict);
        expect(events.read(runStream('a'), 0)).toHaveLength(1);
        expect(await events.append(runStream('a'), 1, [runStarted('a', instant(1))])).toMatchObject([{ seq: 2 }]);
      });
    });

    describe('reading', () => {
      it('gives a stream from any number on, in pages', async () => {
        await events.append(
          'system',
          0,
          ['a', 'b', 'c', 'd'].map((data, n) => custom(instant(n), data)),
        );
        expect(events.read('system', 2).map((event) => event.seq)).toEqual([3, 4]);
        expect(events.read('system', 1, 2).map((event) => event.seq)).toEqual([2, 3]);
        expect(events.read('system', 4)).toEqual([]);
        expect(events.read('run:unknown', 0)).toEqual([]);
      });

      it('gives all streams, or one, by position', async () => {
        for (let n = 0; n < 6; n++) {
          await events.append(runStream(n % 2 ? 'odd' : 'even'), Math.floor(n / 2), [custom(instant(n), `${n}`)]);
        }
        const all = events.readAll(0, 100);
        expect(all.map((event) => 'data' in event && event.data)).toEqual(['0', '1', '2', '3', '4', '5']);
        const third = all[2]!.position;
        expect(events.readAll(third, 2)).toEqual(all.slice(3, 5));
        expect(events.readAll(third, 100, runStream('odd'))).toEqual([all[3], all[5]]);
        expect(events.readAll(all[3]!.position, 1, runStream('odd'))).toEqual([all[5]]);
        expect(events.readAll(0, 100, 'run:unknown')).toEqual([]);
      });

      it('begins and ends anywhere, however the events were written', async () => {
        const sizes = [1, 3, 250, 1, 2, 99, 101];
        const streams = ['system', STREAM];
        const seqs = new Map(streams.map((stream) => [stream, 0]));
        let n = 0;
        for (const size of sizes) {
          for (const stream of streams) {
            const batch = Array.from({ length: size }, () => custom(instant(n % 3 ? n : 7), `${n++}`));
            await events.append(stream, seqs.get(stream)!, batch);
            seqs.set(stream, seqs.get(stream)! + size);
          }
        }
        const all = events.readAll(0, 10_000);
        expect(all.map((event) => event.position)).toEqual(Array.from({ length: n }, (_, index) => index + 1));
        expect(all.map((event) => 'data' in event && event.data)).toEqual(Array.from({ length: n }, (_, i) => `${i}`));
        const ofRun = all.filter((event) => event.stream === STREAM);
        const limit = fc.integer({ min: 1, max: 300 });
        fc.assert(
          fc.property(fc.nat(n), limit, (after, count) => {
            expect(events.readAll(after, count)).toEqual(all.slice(after, after + count));
            const later = ofRun.filter((event) => event.position > after);
            expect(events.readAll(after, count, STREAM)).toEqual(later.slice(0, count));
            expect(events.read(STREAM, after, count)).toEqual(ofRun.slice(after, after + count));
          }),
          { numRuns: 60 },
        );
      });

      it('is empty at the beginning', () => {
        expect(events.head()).toBe(0);
        expect(events.readAll(0, 10)).toEqual([]);
      });
    });

    describe('subscribe', () => {
      const collect = (log: EventLog, options: { after: number; stream?: string; live?: boolean }) => {
        const seen: ChronumEvent[] = [];
        const end = log.subscribe(options, (batch) => seen.push(...batch));
        return { seen, end };
      };

      it('hands on own events as soon as they are committed', async () => {
        const { seen, end } = collect(events, { after: events.head() });
        const appended = await events.append('system', 0, [custom(instant(0), 'a')]);
        expect(seen).toEqual(appended);
        end();
        await events.append('system', 1, [custom(instant(1), 'b')]);
        expect(seen).toEqual(appended);
      });

      it('first gives what was there, then what comes, nothing twice and nothing left out', async () => {
        let seq = 0;
        const append = async () => {
          await events.append('system', seq, [custom(instant(seq), `${seq}`)]);
          seq++;
        };
        while (seq < 700) await append();
        const { seen, end } = collect(events, { after: 10 });
        while (seq < 900) {
          await append();
          if (seq % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
        await vi.waitFor(() => expect(seen.at(-1)?.position).toBe(900));
        expect(seen.map((event) => event.position)).toEqual(Array.from({ length: 890 }, (_, n) => n + 11));
        end();
      });

      it('can be of one stream', async () => {
        await events.append(STREAM, 0, [runCreated('r1', instant(0))]);
        const { seen, end } = collect(events, { after: 0, stream: STREAM });
        await events.append('system', 0, [custom(instant(1), 'a')]);
        await events.append(STREAM, 1, [runStarted('r1', instant(2))]);
        await vi.waitFor(() => expect(seen.map((event) => event.type)).toEqual(['run.created', 'run.started']));
        await events.append(STREAM, 2, [runFinished('r1', instant(3))]);
        expect(seen.map((event) => event.seq)).toEqual([1, 2, 3]);
        end();
      });

      it('tells of what other processes write, in the order of positions', async () => {
        const { seen, end } = collect(events, { after: 0, live: true });
        await new Promise((resolve) => setImmediate(resolve));
        await harness.other.append('system', 0, [custom(instant(0), 'theirs')]);
        await vi.waitFor(() => expect(seen).toHaveLength(1), { timeout: 3000 });
        await harness.other.append('system', 1, [custom(instant(1), 'theirs too')]);
        // Ours brings theirs along at once, before it.
        await events.append(STREAM, 0, [custom(instant(2), 'ours')]);
        expect(seen.map((event) => 'data' in event && event.data)).toEqual(['theirs', 'theirs too', 'ours']);
        end();
      });

      it('tells everybody in order when a listener appends', async () => {
        let answer: Promise<unknown> | undefined;
        const endFirst = events.subscribe({ after: 0 }, ([event]) => {
          if (event?.position === 1) answer = events.append('system', 1, [custom(instant(1), 'answer')]);
        });
        const { seen, end } = collect(events, { after: 0 });
        await new Promise((resolve) => setImmediate(resolve));
        await events.append('system', 0, [custom(instant(0), 'question')]);
        await answer;
        expect(seen.map((event) => event.seq)).toEqual([1, 2]);
        endFirst();
        end();
      });

      it('goes on when a listener throws', async () => {
        const endFirst = events.subscribe({ after: 0 }, () => {
          throw new Error('a bug of a listener');
        });
        const { seen, end } = collect(events, { after: 0 });
        await new Promise((resolve) => setImmediate(resolve));
        await events.append('system', 0, [custom(instant(0), 'a')]);
        expect(seen).toHaveLength(1);
        expect(harness.reported).toMatchObject([{ message: 'a bug of a listener' }]);
        endFirst();
        end();
      });
    });
  });
}
