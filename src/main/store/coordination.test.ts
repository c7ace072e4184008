import { afterEach, describe, expect, it } from 'vitest';
import { compileFlow } from '../../core/run/compile.ts';
import type { NewEvent } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import { createMemoryCoordination } from '../../testing/memory-coordination.ts';
import { openTemporary } from '../../testing/temporary-store.ts';
import type { Coordination } from '../ports/coordination.ts';
import { coordinationQueries } from './coordination.ts';
import { openReadable } from './database.ts';

const at = new Date(0).toISOString();
const plan = compileFlow({ version: 1, name: 'f', steps: [{ id: 'a', run: 'x' }] });

interface Subject {
  readonly coordination: Coordination;
  begin(runId: string): Promise<void>;
  finish(runId: string): Promise<void>;
  close(): void;
}

function stored(): Subject {
  const { store, close } = openTemporary();
  const created = (runId: string): NewEvent => ({
    at,
    type: 'run.created',
    runId,
    flow: { id: 'f', name: 'f', workspace: '/w', file: 'f.yaml' },
    plan,
    params: {},
    trigger: { type: 'manual' },
    seed: 's',
    owner: { id: 'o', kind: 'app', pid: 1 },
  });
  const counts = { succeeded: 0, failed: 0, skipped: 0, cancelled: 0 };
  return {
    coordination: store.coordination,
    begin: async (runId) => void (await store.events.append(runStream(runId), 0, [created(runId)])),
    finish: async (runId) => {
      const end: NewEvent = {
        at,
        type: 'run.finished',
        runId,
        status: 'succeeded',
        reason: 'succeeded',
        counts,
        failed: [],
      };
      await store.events.append(runStream(runId), 1, [end]);
    },
    close,
  };
}

function inMemory(): Subject {
  const open = new Set<string>();
  return {
    coordination: createMemoryCoordination((runId) => open.has(runId)),
    begin: async (runId) => void open.add(runId),
    finish: async (runId) => void open.delete(runId),
    close: () => undefined,
  };
}

describe.each([
  ['in SQLite', stored],
  ['in memory', inMemory],
] as const)('coordination %s', (_, create) => {
  let subject: Subject;
  afterEach(() => subject.close());

  const ask = (runId: string, more: { limit?: number; maxQueued?: number; holder?: string } = {}) =>
    subject.coordination.request({
      group: 'g',
      holder: more.holder ?? runId,
      runId,
      limit: more.limit ?? 1,
      maxQueued: more.maxQueued ?? 10,
    });

  it('gives places in the order of asking, and again to who has one', async () => {
    subject = create();
    for (const runId of ['r1', 'r2', 'r3']) await subject.begin(runId);
    expect(await ask('r1')).toEqual({ state: 'held' });
    expect(await ask('r2')).toEqual({ state: 'waiting', ahead: 0 });
    expect(await ask('r3')).toEqual({ state: 'waiting', ahead: 1 });
    expect(await ask('r1')).toEqual({ state: 'held' });
    expect(subject.coordination.members('g').map(({ runId }) => runId)).toEqual(['r1', 'r2', 'r3']);
  });

  it('frees a place with the end of the run, or when it is given back', async () => {
    subject = create();
    for (const runId of ['r1', 'r2', 'r3']) await subject.begin(runId);
    await ask('r1');
    await ask('r2');
    await ask('r3');
    await subject.finish('r1');
    expect(await ask('r2')).toEqual({ state: 'held' });
    await subject.coordination.release('g', 'r2');
    expect(await ask('r3')).toEqual({ state: 'held' });
  });

  it('takes the smallest limit, and turns away who would wait in too long a line', async () => {
    subject = create();
    for (const runId of ['r1', 'r2', 'r3']) await subject.begin(runId);
    expect(await ask('r1', { limit: 5 })).toEqual({ state: 'held' });
    expect(await ask('r2', { limit: 1 })).toEqual({ state: 'waiting', ahead: 0 });
    expect(await ask('r3', { maxQueued: 0 })).toEqual({ state: 'full' });
  });

  it('counts a claim once, up to the limit', async () => {
    subject = create();
    const claim = (name: string) => subject.coordination.claim('c', name, 2);
    expect(await claim('a')).toEqual({ granted: true, count: 1 });
    expect(await claim('a')).toEqual({ granted: true, count: 1 });
    expect(await claim('b')).toEqual({ granted: true, count: 2 });
    expect(await claim('c')).toEqual({ granted: false, count: 2 });
  });
});

it('finds the line of a group and the count of a counter by their indexes', () => {
  const { store, close } = openTemporary();
  const database = openReadable(store.paths.database, { busyTimeout: 100 });
  expect(database.plan(coordinationQueries.line, 'g').join('\n')).toContain('group_members');
  expect(database.plan(coordinationQueries.line, 'g').join('\n')).not.toContain('SCAN group_members');
  expect(database.plan(coordinationQueries.count, 'c').join('\n')).toContain('PRIMARY KEY');
  database.close();
  close();
});
