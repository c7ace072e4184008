import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTemporary } from '../../testing/temporary-store.ts';
import type { RunFilter } from '../ports/run-store.ts';
import { commandQueries } from './command-queue.ts';
import { openReadable, type ReadableDatabase } from './database.ts';
import { eventQueries } from './event-log.ts';
import { runCountQuery, runListQuery } from './run-list-query.ts';
import { retentionQuery } from './run-questions.ts';
import { removalQueries } from './run-removal.ts';
import { statisticsQueries } from './run-statistics.ts';
import { runQueries } from './run-store.ts';

/** Everything that runs on a list or a tail walks an index from where it begins, and sorts nothing. */
describe('query plans', () => {
  let database: ReadableDatabase;
  let close: () => void;
  beforeAll(() => {
    const temporary = openTemporary();
    database = openReadable(temporary.store.paths.database, { busyTimeout: 1000 });
    close = () => {
      database.close();
      temporary.close();
    };
  });
  afterAll(() => close());

  const planOf = (sql: string, ...params: (string | number)[]) => {
    const plan = database.plan(sql, ...params);
    expect(plan.filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
    // A covering walk in the order of the index is what a list is; a bare SCAN reads a whole table.
    expect(
      plan.filter((step) => /^SCAN (events|runs|streams|commands)( |$)/.test(step) && !step.includes('INDEX')),
    ).toEqual([]);
    return plan;
  };

  it('of the event log', () => {
    const stream = planOf(eventQueries.stream, 1, 1, 1);
    expect(stream[0]).toBe('SEARCH events USING INDEX events_by_stream (stream_id=? AND seq>?)');
    expect(stream.at(-1)).toBe('SEARCH events USING COVERING INDEX events_by_stream (stream_id=? AND seq<?)');
    expect(planOf(eventQueries.seqAt, 1, 5)[0]).toMatch(/^SEARCH events USING INDEX events_by_stream \(stream_id=\?/);
    expect(planOf(eventQueries.all, 0)).toEqual([
      'SEARCH events USING INTEGER PRIMARY KEY (rowid>?)',
      'SEARCH streams USING INTEGER PRIMARY KEY (rowid=?)',
    ]);
    expect(planOf(eventQueries.head)).toEqual(['SEARCH events']);
    expect(planOf(eventQueries.streamId, 'run:a')[0]).toMatch(/^SEARCH streams USING COVERING INDEX/);
    expect(planOf(removalQueries.events, 1, 10).join('\n')).toContain(
      'USING COVERING INDEX events_by_stream (stream_id=?)',
    );
  });

  const listPlan = (filter: RunFilter, isLater = false) => {
    const { sql, params } = runListQuery(filter, 50, isLater ? { createdAt: 1, streamId: 1 } : null);
    return planOf(sql, ...params)[0];
  };

  it.each<[RunFilter, string]>([
    [{}, 'runs_newest'],
    [{ text: 'deploy' }, 'runs_newest'],
    [{ label: 'prod' }, 'runs_newest'],
    [{ label: 'prod', text: 'deploy', status: ['failed', 'cancelled'], pinned: true }, 'runs_newest'],
    [{ from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' }, 'runs_newest'],
    [{ status: ['failed', 'cancelled'] }, 'runs_newest'],
    [{ status: ['failed'] }, 'runs_by_status'],
    [{ status: ['failed'], text: 'x', triggerType: 'cron', label: 'prod', workspace: '/w' }, 'runs_by_status'],
    [{ triggerType: 'cron' }, 'runs_by_trigger'],
    [{ triggerType: 'cron', status: ['failed', 'running'], label: 'prod', text: 'x' }, 'runs_by_trigger'],
    [{ workspace: '/w' }, 'runs_by_workspace'],
    [{ workspace: '/w', status: ['failed', 'running'], triggerType: 'cron', label: 'x' }, 'runs_by_workspace'],
    [{ flowId: 'f' }, 'runs_by_flow'],
    [{ flowId: 'f', workspace: '/w', status: ['failed'], label: 'prod', text: 'x' }, 'runs_by_flow'],
  ])('of the run list %j: decided by an index alone', (filter, index) => {
    expect(listPlan(filter)).toMatch(new RegExp(`^(SCAN|SEARCH) runs USING COVERING INDEX ${index}`));
    expect(listPlan(filter, true)).toMatch(new RegExp(`^SEARCH runs USING COVERING INDEX ${index} \\(.*created_at<`));
    const { sql, params } = runCountQuery(filter, 1000);
    expect(planOf(sql, ...params).join('\n')).toContain(`runs USING COVERING INDEX ${index}`);
  });

  it('of single runs and of what is unfinished', () => {
    expect(planOf(runQueries.byId, 'a')[0]).toMatch(/^SEARCH runs USING INDEX sqlite_autoindex_runs_\d \(id=\?\)/);
    expect(planOf(runQueries.byPrefix, 'a', 'b')[0]).toMatch(
      /^SEARCH runs USING INDEX sqlite_autoindex_runs_\d \(id>\? AND id<\?\)/,
    );
    expect(planOf(runQueries.byStream, 1)[0]).toBe('SEARCH runs USING INTEGER PRIMARY KEY (rowid=?)');
    expect(planOf(runQueries.unfinished)[0]).toContain('INDEX runs_unfinished');
  });

  it('of the last run of each flow: hops, no walk', () => {
    const plan = planOf(runQueries.latestByFlow, '/w').filter((step) => step.includes(' runs '));
    expect(plan.filter((step) => step.startsWith('SEARCH runs')).length).toBe(3);
    expect(plan.filter((step) => step.startsWith('SCAN runs'))).toEqual([
      'SCAN runs USING COVERING INDEX runs_by_flow',
    ]);
  });

  it('of statistics: from one index alone', () => {
    const covering = 'SEARCH runs USING COVERING INDEX runs_by_flow (flow_id=?';
    expect(planOf(statisticsQueries.recent, 'f', 10)).toEqual([`${covering})`]);
    expect(planOf(statisticsQueries.day, 'f', 1, 2)).toEqual([`${covering} AND created_at>? AND created_at<?)`]);
    const hops = planOf(statisticsQueries.flows).filter((step) => step.includes(' runs '));
    expect(hops.filter((step) => step.startsWith('SCAN runs'))).toEqual([
      'SCAN runs USING COVERING INDEX runs_by_flow',
    ]);
    expect(planOf(statisticsQueries.triggers).join('\n')).toContain('COVERING INDEX runs_by_trigger (trigger_type>?)');
    expect(planOf(retentionQuery)[0]).toContain('SCAN runs USING INDEX runs_newest');
  });

  it('of commands', () => {
    // The few that wait are sorted, over all runs of an owner.
    expect(database.plan(commandQueries.pending, '[]')[0]).toBe(
      'SEARCH commands USING INDEX commands_pending (run_id=?)',
    );
  });
});
