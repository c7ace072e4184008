import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NewEvent, runStream } from '../../core/run/event.ts';
import { attemptStarted, instant, runCreated, runFinished, runStarted } from '../../testing/run-fixtures.ts';
import { startStoreProcess } from '../../testing/store-process.ts';
import { openTwice, temporaryFolder } from '../../testing/temporary-store.ts';
import { openReadable } from './database.ts';
import { openStore, type Store } from './open-store.ts';
import { projectRun, type RunRow } from './run-projection.ts';

/** The row that a fold over the stored events gives, to be compared with the one that was stored along the way. */
function rebuilt(store: Store, runId: string): RunRow | null {
  let row: RunRow | null = null;
  for (const event of store.events.read(runStream(runId), 0)) row = projectRun(row, event);
  return row;
}

function expectSound(store: Store): void {
  for (const { seq, position, pinned: _pinned, ...row } of store.runs.list({}, { limit: 100_000 }).runs) {
    expect(row).toEqual(rebuilt(store, row.id));
    const events = store.events.read(runStream(row.id), 0);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect({ seq, position }).toEqual({ seq: events.length, position: events.at(-1)?.position });
  }
  const database = openReadable(store.paths.database, { busyTimeout: 1000 });
  expect(database.pragma('integrity_check')).toBe('ok');
  expect(database.query('PRAGMA foreign_key_check').all()).toEqual([]);
  database.close();
}

describe('a process killed while it appends', () => {
  it('leaves whole transactions, all that it had been told of, and a sound database', {
    timeout: 120_000,
  }, async () => {
    const { folder, remove } = temporaryFolder();
    const size = 12;
    for (let round = 0; round < 5; round++) {
      const child = startStoreProcess('append', folder, size);
      const acknowledged: string[] = [];
      const enough = 20 + Math.floor(Math.random() * 200);
      while (acknowledged.length < enough) acknowledged.push(await child.line());
      await child.crash();

      const store = openStore({ dataFolder: folder });
      expect(store.notices).toEqual([]);
      const { runs } = store.runs.list({}, { limit: 100_000 });
      expect(runs.every((run) => run.seq === size && run.status === 'succeeded')).toBe(true);
      expect(runs.length).toBeGreaterThanOrEqual(acknowledged.length);
      expectSound(store);
      store.close();
    }
    remove();
  });
});

describe('processes that write at once', () => {
  it('never skip or repeat a number, and keep the run list right', { timeout: 120_000 }, async () => {
    const { folder, remove } = temporaryFolder();
    const each = 400;
    const children = Array.from({ length: 3 }, () => startStoreProcess('compete', folder, each, 4));
    await Promise.all(children.map((child) => child.rest()));
    const store = openStore({ dataFolder: folder });
    expect(store.events.readAll(0, 100_000)).toHaveLength(3 * each);
    expectSound(store);
    store.close();
    remove();
  });

  it('make and migrate a new database together', async () => {
    const { folder, remove } = temporaryFolder();
    await Promise.all(Array.from({ length: 4 }, () => startStoreProcess('open', folder).rest()));
    const store = openStore({ dataFolder: folder });
    expect(store.notices).toEqual([]);
    store.close();
    remove();
  });
});

const anyEvent = (runId: string): fc.Arbitrary<NewEvent> => {
  const at = fc.nat(1_000_000).map(instant);
  return fc.oneof(
    { weight: 3, arbitrary: at.map((when) => attemptStarted(runId, 'step', when)) },
    at.map((when) => runStarted(runId, when)),
    at.map((when): NewEvent => ({ type: 'run.paused', at: when, runId, by: 'ada' })),
    at.map((when): NewEvent => ({ type: 'run.resumed', at: when, runId, by: 'ada' })),
    at.map((when): NewEvent => ({ type: 'run.interrupted', at: when, runId, reason: 'owner-died' })),
    at.map((when): NewEvent => ({ type: 'run.queued', at: when, runId, group: 'g', reason: 'concurrency' })),
    at.map((when) => runFinished(runId, when, 'failed')),
  );
};

describe('random appends by two writers', () => {
  it('leave a run list that equals one rebuilt from the events', async () => {
    const { store, other, close } = openTwice();
    let n = 0;
    const writes = fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.array(anyEvent('?'), { maxLength: 4 })), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(writes, async (appends) => {
        const runId = `run-${n++}`;
        let seq = 1;
        await store.events.append(runStream(runId), 0, [runCreated(runId, instant(n))]);
        for (const [isOther, isStale, batch] of appends) {
          const events = batch.map((event) => ({ ...event, runId }) as NewEvent);
          const { events: log } = isOther ? other : store;
          if (isStale) {
            await expect(log.append(runStream(runId), seq - 1, events)).rejects.toThrow(`at ${seq}`);
          } else {
            await log.append(runStream(runId), seq, events);
            seq += events.length;
          }
        }
      }),
      { numRuns: 60 },
    );
    expectSound(store);
    close();
  });
});
