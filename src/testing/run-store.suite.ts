import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type NewEvent, runStream } from '../core/run/event.ts';
import type { EventLog } from '../main/ports/event-log.ts';
import type { RunFilter, RunStore } from '../main/ports/run-store.ts';
import { attemptStarted, emptyPlan, instant, runCreated, runFinished, runStarted } from './run-fixtures.ts';

export interface RunStoreHarness {
  readonly events: EventLog;
  readonly runs: RunStore;
  close(): void;
}

const flow = (id: string, workspace = '/home/ada/flows') => ({ id, name: `${id} flow`, workspace, file: `${id}.yaml` });

/** What every RunStore does with the events that are appended to the log it belongs to. */
export function describeRunStore(name: string, open: () => RunStoreHarness): void {
  describe(`${name} as a run store`, () => {
    let harness: RunStoreHarness;
    let runs: RunStore;
    let append: (...events: NewEvent[]) => Promise<void>;
    const seqs = new Map<string, number>();
    beforeEach(() => {
      harness = open();
      runs = harness.runs;
      seqs.clear();
      append = async (...events) => {
        for (const event of events) {
          const stream = runStream((event as { runId: string }).runId);
          const seq = seqs.get(stream) ?? 0;
          await harness.events.append(stream, seq, [event]);
          seqs.set(stream, seq + 1);
        }
      };
    });
    afterEach(() => harness.close());

    const listed = (filter: RunFilter = {}) => runs.list(filter, { limit: 100 }).runs.map((run) => run.id);

    it('sums up a run as its events arrive', async () => {
      expect(runs.get('r1')).toBeNull();
      const created = runCreated('r1', instant(0), {
        flow: flow('deploy'),
        plan: emptyPlan(['a', 'b', 'c']),
        labels: ['prod'],
        rerunOf: 'r0',
        trigger: { type: 'cron', id: 't1', scheduledAt: instant(0) },
      });
      await append(created);
      const summary = {
        id: 'r1',
        flowId: 'deploy',
        flowName: 'deploy flow',
        workspace: '/home/ada/flows',
        file: 'deploy.yaml',
        status: 'queued',
        paused: false,
        reason: null,
        trigger: created.trigger,
        labels: ['prod'],
        ownerId: created.owner.id,
        rerunOf: 'r0',
        createdAt: instant(0),
        startedAt: null,
        finishedAt: null,
        counts: { succeeded: 0, failed: 0, skipped: 0, cancelled: 0 },
        stepCount: 3,
        seq: 1,
      };
      expect(runs.get('r1')).toMatchObject(summary);
      await append(runStarted('r1', instant(5)));
      expect(runs.get('r1')).toMatchObject({ ...summary, status: 'running', startedAt: instant(5), seq: 2 });
      await append(attemptStarted('r1', 'a', instant(6)));
      expect(runs.get('r1')).toMatchObject({ status: 'running', seq: 3, position: harness.events.head() });
      await append(runFinished('r1', instant(9), 'failed'));
      expect(runs.get('r1')).toMatchObject({
        ...summary,
        status: 'failed',
        reason: 'completed',
        startedAt: instant(5),
        finishedAt: instant(9),
        counts: { succeeded: 2, failed: 0, skipped: 0, cancelled: 0 },
        seq: 4,
      });
    });

    it('follows waiting, pausing, interruption and a new owner', async () => {
      const at = instant(0);
      const status = () => runs.get('r1')?.status;
      await append(runCreated('r1', at), {
        type: 'run.queued',
        at,
        runId: 'r1',
        group: 'deploy',
        reason: 'concurrency',
      });
      expect(runs.get('r1')).toMatchObject({ status: 'queued', reason: 'concurrency' });
      await append(runStarted('r1', at), { type: 'run.paused', at, runId: 'r1', by: 'ada' });
      expect(status()).toBe('paused');
      await append({ type: 'run.interrupted', at, runId: 'r1', reason: 'owner-died' });
      expect(runs.get('r1')).toMatchObject({ status: 'interrupted', reason: 'owner-died', paused: true });
      const owner = { id: 'daemon-2-0-00000000', kind: 'daemon', pid: 2 } as const;
      await append({ type: 'run.owner-changed', at, runId: 'r1', owner });
      expect(runs.get('r1')).toMatchObject({ status: 'paused', reason: null, ownerId: owner.id });
      await append({ type: 'run.resumed', at, runId: 'r1', by: 'ada' });
      expect(runs.get('r1')).toMatchObject({ status: 'running', paused: false });
    });

    it('lists newest first in pages, whatever the order of their ids', async () => {
      for (const n of [3, 1, 4, 0, 2]) await append(runCreated(`run-${9 - n}`, instant(n * 10)));
      expect(listed()).toEqual(['run-5', 'run-6', 'run-7', 'run-8', 'run-9']);
      const first = runs.list({}, { limit: 2 });
      expect(first.runs.map((run) => run.id)).toEqual(['run-5', 'run-6']);
      const second = runs.list({}, { limit: 2, before: first.next! });
      expect(second.runs.map((run) => run.id)).toEqual(['run-7', 'run-8']);
      const third = runs.list({}, { limit: 2, before: second.next! });
      expect(third).toMatchObject({ runs: [{ id: 'run-9' }], next: null });
    });

    it('pages over runs of one instant without losing any', async () => {
      for (let n = 0; n < 7; n++) await append(runCreated(`r${n}`, instant(0), { labels: ['x'] }));
      for (const filter of [{}, { label: 'x' }, { flowId: 'flow-deploy' }]) {
        const seen: string[] = [];
        for (let before: string | undefined; ; ) {
          const page = runs.list(filter, { limit: 3, ...(before === undefined ? {} : { before }) });
          seen.push(...page.runs.map((run) => run.id));
          if (page.next === null) break;
          before = page.next;
        }
        expect(seen).toEqual(['r6', 'r5', 'r4', 'r3', 'r2', 'r1', 'r0']);
      }
    });

    it('filters by every criterion, alone and together', async () => {
      await append(
        runCreated('a1', instant(1), { flow: flow('alpha'), labels: ['prod'] }),
        runCreated('a2', instant(2), { flow: flow('alpha'), trigger: { type: 'cron' } }),
        runCreated('b1', instant(3), { flow: flow('beta', '/srv'), labels: ['prod', 'eu'] }),
        runCreated('b2', instant(4), { flow: flow('beta', '/srv'), trigger: { type: 'cron' }, labels: ['eu'] }),
        runFinished('a1', instant(5), 'failed'),
        runFinished('b2', instant(6)),
      );
      expect(listed({ flowId: 'alpha' })).toEqual(['a2', 'a1']);
      expect(listed({ workspace: '/srv' })).toEqual(['b2', 'b1']);
      expect(listed({ status: ['queued'] })).toEqual(['b1', 'a2']);
      expect(listed({ status: ['failed', 'succeeded'] })).toEqual(['b2', 'a1']);
      expect(listed({ status: [] })).toEqual([]);
      expect(listed({ triggerType: 'cron' })).toEqual(['b2', 'a2']);
      expect(listed({ label: 'eu' })).toEqual(['b2', 'b1']);
      expect(listed({ from: instant(2), to: instant(3) })).toEqual(['b1', 'a2']);
      expect(listed({ label: 'prod', from: instant(2) })).toEqual(['b1']);
      expect(listed({ workspace: '/srv', status: ['succeeded'], label: 'eu', triggerType: 'cron' })).toEqual(['b2']);
      expect(listed({ flowId: 'alpha', status: ['queued', 'failed'], triggerType: 'manual' })).toEqual(['a1']);
      expect(listed({ label: 'nowhere' })).toEqual([]);
    });

    it('counts what a filter finds, up to a limit', async () => {
      for (let n = 0; n < 5; n++) await append(runCreated(`r${n}`, instant(n), { labels: n < 2 ? ['x'] : [] }));
      expect(runs.count({}, 100)).toBe(5);
      expect(runs.count({}, 3)).toBe(3);
      expect(runs.count({ label: 'x' }, 100)).toBe(2);
      expect(runs.count({ status: [] }, 100)).toBe(0);
    });

    it('pins runs until they are let go', async () => {
      await append(runCreated('a', instant(0)), runFinished('a', instant(1)), runCreated('b', instant(2)));
      await runs.pin(['a', 'unknown'], true);
      await runs.pin(['a'], true);
      expect([runs.get('a')?.pinned, runs.get('b')?.pinned]).toEqual([true, false]);
      expect(listed({ pinned: true })).toEqual(['a']);
      await runs.pin(['a'], false);
      expect(listed({ pinned: true })).toEqual([]);
      await runs.pin(['a'], true);
      expect(await runs.remove(['a'])).toEqual(['a']);
      expect(listed({ pinned: true })).toEqual([]);
    });

    it('finds text in name, file and id, letter for letter', async () => {
      await append(
        runCreated('abc', instant(1), { flow: { ...flow('f1'), name: '100% green', file: 'ops/a_b.yaml' } }),
        runCreated('xyz', instant(2), { flow: { ...flow('f2'), name: '100 green', file: 'ops/aXb.yaml' } }),
      );
      expect(listed({ text: '100%' })).toEqual(['abc']);
      expect(listed({ text: 'a_b' })).toEqual(['abc']);
      expect(listed({ text: 'GREEN' })).toEqual(['xyz', 'abc']);
      expect(listed({ text: 'xy' })).toEqual(['xyz']);
      expect(listed({ text: '\\' })).toEqual([]);
    });

    it('finds a run by a prefix that only one has', async () => {
      await append(runCreated('abc1', instant(0)), runCreated('abc2', instant(0)), runCreated('abc', instant(0)));
      await append(runCreated('b', instant(0)));
      expect(runs.find('abc1')?.id).toBe('abc1');
      expect(runs.find('abc')?.id).toBe('abc');
      expect(runs.find('ab')).toBeNull();
      expect(runs.find('b')?.id).toBe('b');
      expect(runs.find('')).toBeNull();
      expect(runs.find('%')).toBeNull();
    });

    it('knows the last run of each flow of a workspace', async () => {
      await append(
        runCreated('a1', instant(1), { flow: flow('alpha') }),
        runCreated('a2', instant(2), { flow: flow('alpha') }),
        runCreated('b1', instant(3), { flow: flow('beta') }),
        runCreated('c1', instant(4), { flow: flow('gamma', '/srv') }),
      );
      const latest = runs.latestByFlow('/home/ada/flows');
      expect([...latest].map(([id, run]) => [id, run.id]).sort()).toEqual([
        ['alpha', 'a2'],
        ['beta', 'b1'],
      ]);
      expect(runs.latestByFlow('/nowhere').size).toBe(0);
    });

    it('knows what has not finished', async () => {
      await append(runCreated('a', instant(0)), runCreated('b', instant(1)), runFinished('a', instant(2)));
      expect(runs.unfinished().map((run) => run.id)).toEqual(['b']);
    });

    it('removes finished runs with their events, and never gives a position twice', async () => {
      await append(runCreated('a', instant(0)), runFinished('a', instant(1)));
      await append(runCreated('b', instant(2)));
      await append(runCreated('c', instant(3), { labels: ['x'] }));
      for (let n = 0; n < 30; n++) await append(attemptStarted('c', `s${n}`, instant(4)));
      await append(runFinished('c', instant(5)));
      const head = harness.events.head();

      expect(await runs.remove(['a', 'b', 'c', 'unknown'])).toEqual(['a', 'c']);

      expect(listed()).toEqual(['b']);
      expect(listed({ label: 'x' })).toEqual([]);
      expect(runs.get('a')).toBeNull();
      expect(harness.events.read(runStream('c'), 0)).toEqual([]);
      const left = harness.events.readAll(0, 1000);
      expect(left.map((event) => event.stream)).toEqual([runStream('b'), 'system']);
      expect(left.at(-1)).toMatchObject({ type: 'x.runs-removed', data: { runIds: ['a', 'c'] } });
      expect(harness.events.head()).toBeGreaterThan(head);
      expect(await runs.remove(['a'])).toEqual([]);
    });

    it('can begin a run anew under the id of a removed one', async () => {
      await append(runCreated('a', instant(0)), runFinished('a', instant(1)));
      await runs.remove(['a']);
      seqs.clear();
      await append(runCreated('a', instant(2)));
      expect(runs.get('a')).toMatchObject({ status: 'queued', seq: 1 });
    });
  });
}
