import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient, type RouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ScheduleRow } from '../../../contract/schedules.ts';
import { createTestHost } from '../../../testing/test-host.ts';
import { until } from '../../../testing/until.ts';
import { createStudio, type Studio } from '../studio.ts';
import { createRouter } from './index.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const nightly = (cron: string, more = '') => `name: nightly
labels: [ops]
triggers:
  - cron: "${cron}"
    timezone: Europe/Berlin${more}
steps: [{name: a, run: echo a}]
`;

describe('schedules behind the router', () => {
  let home: string;
  let workspace: string;
  let studio: Studio;
  let client: RouterClient<ReturnType<typeof createRouter>>;
  /** The present, which tests set. */
  let present: number;

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'chronum-schedules-'));
    workspace = join(home, 'work');
    mkdirSync(workspace);
    present = Date.now();
    studio = await createStudio({
      kind: 'terminal',
      dataFolder: join(home, 'data'),
      helper: {
        helperCommand: process.execPath,
        helperArgs: [join(root, 'src', 'helper', 'index.ts')],
        env: process.env,
      },
      ownFolder: root,
      environment: { ...process.env },
    });
    const { store } = studio;
    const router = createRouter({
      ...studio,
      environment: () => studio.environment,
      host: createTestHost({ chooseFolder: async () => workspace }),
      keyValues: store.keyValues,
      log: store.events,
      runs: store.runs,
      now: () => new Date(present).toISOString(),
    });
    client = createRouterClient(router);
  });
  afterEach(async () => {
    await studio.close();
    rmSync(home, { recursive: true, force: true });
  });

  const write = (file: string, text: string) => writeFileSync(join(workspace, file), text);
  /** Trusting a folder lets through what is in it. */
  const openWorkspace = async ({ trusted = true } = {}) => {
    await client.workspaces.choose();
    if (!trusted) return;
    await client.workspaces.trust({ workspace, trusted });
    await until(async () => (await rows()).every(({ pending }) => pending === null), 'the triggers to be armed');
  };
  const rows = async (): Promise<readonly ScheduleRow[]> => (await client.schedules.list()).rows;
  const only = async (): Promise<ScheduleRow> => {
    const [row] = await rows();
    if (row === undefined) throw new Error('there is no schedule');
    return row;
  };
  /** Lets through what a person has looked at. */
  const armSeen = async (...seen: readonly ScheduleRow[]) =>
    client.schedules.arm({
      triggers: seen.flatMap(({ id, pending }) => (pending === null ? [] : [{ scheduleId: id, seen: pending.seen }])),
    });

  it('lists triggers with words, zone and why they do not fire yet', async () => {
    write('nightly.chronum.yaml', nightly('0 3 * * MON-FRI'));
    write('watch.chronum.yaml', 'name: w\ntriggers: [manual, {watch: "src/**"}]\nsteps: [{name: a, run: echo}]\n');
    write('broken.chronum.yaml', nightly('61 * * * *'));
    await openWorkspace({ trusted: false });
    const byFile = new Map((await rows()).map((row) => [row.file, row]));
    expect(byFile.get('nightly.chronum.yaml')).toMatchObject({
      flowName: 'nightly',
      labels: ['ops'],
      type: 'cron',
      words: 'At 03:00, Monday to Friday',
      zone: 'Europe/Berlin',
      ownZone: true,
      source: 'cron: "0 3 * * MON-FRI"\ntimezone: Europe/Berlin',
      state: 'not-trusted',
      last: null,
      runs: 0,
    });
    expect(byFile.get('watch.chronum.yaml')).toMatchObject({ type: 'watch', index: 1, next: null });
    expect(byFile.get('broken.chronum.yaml')).toMatchObject({
      state: 'invalid',
      problem: expect.stringMatching(/^Line 4: .*61/),
    });
    await client.workspaces.trust({ workspace, trusted: true });
    const states = async () => (await rows()).map(({ state }) => state).sort();
    await until(async () => String(await states()) === 'active,active,invalid', 'the triggers to be armed');
    write('later.chronum.yaml', nightly('0 4 * * *'));
    expect(await states()).toEqual(['active', 'active', 'invalid', 'not-armed']);
  });

  it('arms what was seen, tells a change with what it was before, and refuses what was not seen', async () => {
    await openWorkspace();
    write('nightly.chronum.yaml', nightly('0 3 * * *'));
    const fresh = await only();
    expect(fresh.pending).toMatchObject({ before: null });
    await armSeen(fresh);
    const armed = await only();
    expect(armed).toMatchObject({ state: 'active', pending: null });
    expect(armed.next?.nominal).toBeGreaterThan(Date.now());

    write('nightly.chronum.yaml', nightly('30 4 * * *'));
    const changed = await only();
    expect(changed).toMatchObject({
      state: 'not-armed',
      pending: { before: { source: 'cron: 0 3 * * *\ntimezone: Europe/Berlin', words: 'At 03:00 every day' } },
    });
    const seen = changed.pending?.seen ?? '';
    write('nightly.chronum.yaml', nightly('30 5 * * *'));
    const now = await only();
    await expect(client.schedules.arm({ triggers: [{ scheduleId: changed.id, seen }] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(client.schedules.arm({ triggers: [{ scheduleId: now.id, seen }] })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { revision: now.pending?.seen },
    });
    expect((await only()).state).toBe('not-armed');
    await armSeen(now);
    expect((await only()).state).toBe('active');
    // What was replaced is not taken for what comes next.
    write('nightly.chronum.yaml', nightly('30 5 * * *', '\n  - every: 1h'));
    expect((await rows()).find(({ type }) => type === 'every')?.pending).toMatchObject({ before: null });
  });

  it('arms nothing of a restricted workspace', async () => {
    write('nightly.chronum.yaml', nightly('0 3 * * *'));
    await openWorkspace({ trusted: false });
    const { id } = await only();
    await expect(client.schedules.arm({ triggers: [{ scheduleId: id, seen: 'x' }] })).rejects.toMatchObject({
      code: 'NOT_TRUSTED',
    });
  });

  it('pauses and resumes one, a label, and all', async () => {
    write('nightly.chronum.yaml', nightly('0 3 * * *'));
    await openWorkspace();
    const { id } = await only();
    await client.schedules.pause({ scope: 'all' });
    await client.schedules.pause({ scope: 'label', label: 'ops' });
    await client.schedules.pause({ scope: 'schedule', scheduleId: id });
    const paused = await client.schedules.list();
    expect(paused.pauses).toHaveLength(3);
    expect(paused.rows[0]).toMatchObject({
      state: 'paused',
      pausedBy: [{ scope: 'all' }, { scope: 'label', label: 'ops' }, { scope: 'schedule', scheduleId: id }],
    });
    expect(await client.schedules.resume({ scope: 'all' })).toEqual({ resumed: true });
    expect(await client.schedules.resume({ scope: 'all' })).toEqual({ resumed: false });
    await client.schedules.resume({ scope: 'label', label: 'ops' });
    await client.schedules.resume({ scope: 'schedule', scheduleId: id });
    expect((await only()).state).toBe('active');
  });

  it('watches: all at first, then what changed and what is gone', async () => {
    write('nightly.chronum.yaml', nightly('0 3 * * *'));
    await openWorkspace();
    const abort = new AbortController();
    const stream = await client.schedules.watch(undefined, { signal: abort.signal });
    const next = async () => {
      const item = await stream.next();
      if (item.done) throw new Error('the stream ended');
      return item.value;
    };
    expect(await next()).toMatchObject({ reset: true, rows: [{ state: 'active' }], gone: [] });
    await client.schedules.pause({ scope: 'all' });
    expect(await next()).toMatchObject({ reset: false, rows: [{ state: 'paused' }], pauses: [{ scope: 'all' }] });
    const { id } = await only();
    rmSync(join(workspace, 'nightly.chronum.yaml'));
    expect(await next()).toMatchObject({ rows: [], gone: [id] });
    abort.abort();
  });

  it('tells the agenda of days, with counts, clock changes and gaps, by the zone of each schedule', async () => {
    write('gap.chronum.yaml', nightly('30 2 * * *').replace('name: nightly', 'name: gap'));
    write('often.chronum.yaml', nightly('*/5 * * * *').replace('name: nightly', 'name: often'));
    await openWorkspace();
    const year = new Date().getUTCFullYear() + 1;
    // The last Sunday of March, on which the clocks of Berlin go forward.
    const sunday = 31 - new Date(Date.UTC(year, 2, 31)).getUTCDay();
    const { days } = await client.schedules.agenda({ from: `${year}-03-${sunday - 1}`, days: 3, listed: 2 });
    expect(days.map(({ entries }) => entries.map(({ count }) => count).sort((a, b) => a - b))).toEqual([
      [1, 288],
      [1, 276],
      [1, 288],
    ]);
    expect(days[1]?.changes).toEqual([
      { zone: 'Europe/Berlin', at: Date.UTC(year, 2, sunday, 1), before: '+01:00', after: '+02:00' },
    ]);
    const gap = days[1]?.entries.find(({ count }) => count === 1)?.occurrences[0];
    expect(gap).toMatchObject({
      wall: `${year}-03-${sunday}T03:00:00.000`,
      offset: '+02:00',
      gap: { count: 1, first: `${year}-03-${sunday}T02:30:00.000` },
    });
    expect(days[0]?.entries.find(({ count }) => count === 288)?.occurrences).toHaveLength(2);
    await expect(client.schedules.agenda({ from: '2026-13-45', days: 1 })).rejects.toMatchObject({ code: 'INVALID' });
    await expect(client.schedules.agenda({ from: '2026-01-01', days: 1, zone: 'Mars/Olympus' })).rejects.toMatchObject({
      code: 'INVALID',
    });
  });

  it('looks ahead with the scheduler itself, counting what fires too often to follow', async () => {
    write('hourly.chronum.yaml', 'name: hourly\ntriggers: [{every: 1h}]\nsteps: [{name: a, run: echo}]\n');
    write('second.chronum.yaml', 'name: second\ntriggers: [{every: 1s}]\nsteps: [{name: a, run: echo}]\n');
    await openWorkspace();
    const from = Date.now() + DAY;
    const { lanes, until: seenTo } = await client.schedules.preview({ from, to: from + DAY });
    expect(seenTo).toBe(from + DAY);
    const byFires = [...lanes].sort((a, b) => a.fires - b.fires);
    expect(byFires[0]).toMatchObject({ fires: 24, dense: null, measured: false });
    expect(byFires[0]?.rows).toHaveLength(24);
    expect(byFires[1]).toMatchObject({ dense: { count: 86_400, everyMs: 1000, overlaps: false }, rows: [] });
    await expect(client.schedules.preview({ from, to: from })).rejects.toMatchObject({ code: 'INVALID' });
    await expect(client.schedules.preview({ from, to: from + 500 * DAY })).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('describes a trigger that is being written: its next fires, or what is wrong and where', async () => {
    const after = Date.parse('2026-03-27T12:00:00Z');
    const good = await client.triggers.describe({
      trigger: { cron: '30 2 * * *', jitter: '5m' },
      zone: 'Europe/Berlin',
      count: 3,
      after,
    });
    expect(good).toMatchObject({
      words: 'At 02:30 every day, up to 5 minutes later',
      zone: 'Europe/Berlin',
      problems: [],
    });
    expect(good.next.map(({ wall, offset, gap }) => `${wall} ${offset} ${gap?.count ?? ''}`)).toEqual([
      '2026-03-28T02:30:00.000 +01:00 ',
      '2026-03-29T03:00:00.000 +02:00 1',
      '2026-03-30T02:30:00.000 +02:00 ',
    ]);
    const wrong = async (trigger: Record<string, string>) => (await client.triggers.describe({ trigger })).problems;
    expect(await wrong({ cron: '61 * * * *' })).toMatchObject([
      { path: 'cron', message: expect.stringContaining('61') },
    ]);
    expect(await wrong({ every: 'often' })).toMatchObject([{ path: 'every' }]);
    expect(await wrong({ cron: '* * * * *', timezone: 'Europe/Berlln' })).toMatchObject([
      { path: 'timezone', message: expect.stringContaining('Europe/Berlin') },
    ]);
    expect(await client.triggers.describe({ trigger: { calendar: { hour: '+3' } } })).toMatchObject({ problems: [] });
    expect(await client.triggers.describe({ trigger: { flow: 'build' } })).toMatchObject({
      words: 'After `build` succeeded',
      next: [],
    });
  });

  it('describes a trigger that there is already as it will fire, though `H` spreads by its flow', async () => {
    write('hourly.chronum.yaml', 'name: hourly\ntriggers: [{cron: "H H H * * *"}]\nsteps: [{name: a, run: echo}]\n');
    await openWorkspace();
    const trigger = { cron: 'H H H * * *' };
    const { next } = await only();
    const nextOf = async (question: { flowName?: string }) =>
      (await client.triggers.describe({ trigger, zone: 'UTC', count: 1, after: next!.nominal - 1, ...question })).next;
    expect(await nextOf({ flowName: 'hourly' })).toMatchObject([next]);
    expect(await nextOf({ flowName: 'another' })).not.toMatchObject([next]);
  });

  it('leaves out the days that a calendar file names, on the screen as when firing', async () => {
    const from = Date.parse('2030-06-03T00:00:00Z');
    write(
      'days.ics',
      'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20300604\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
    );
    write('nightly.chronum.yaml', nightly('0 3 * * *', '\n    except: days.ics'));
    await openWorkspace();
    const { days } = await client.schedules.agenda({ from: '2030-06-03', days: 3 });
    expect(days.map(({ entries }) => entries.length)).toEqual([1, 0, 1]);
    expect((await only()).words).toBe('At 03:00 every day, except on 1 day');
    const trigger = { cron: '0 3 * * *', except: 'days.ics' };
    const file = 'nightly.chronum.yaml';
    const { next } = await client.triggers.describe({ trigger, workspace, file, zone: 'UTC', after: from, count: 2 });
    expect(next.map(({ wall }) => wall.slice(0, 10))).toEqual(['2030-06-03', '2030-06-05']);
  });

  it('fills in the past: first only says what, then runs what has no run yet', async () => {
    write('hourly.chronum.yaml', 'name: hourly\ntriggers: [{every: 1h}]\nsteps: [{name: a, run: echo}]\n');
    await openWorkspace();
    const { id } = await only();
    const to = Math.floor(Date.now() / HOUR) * HOUR;
    const range = { scheduleId: id, from: to - 2 * HOUR, to };
    expect(await client.schedules.backfill({ ...range, dryRun: true })).toMatchObject({
      count: 3,
      present: 0,
      started: 0,
    });
    expect((await client.runs.list({})).runs).toEqual([]);
    expect(await client.schedules.backfill({ ...range, dryRun: false })).toMatchObject({ count: 3, started: 3 });
    await until(
      async () => (await client.runs.list({})).runs.filter(({ status }) => status === 'succeeded').length === 3,
      'the runs',
    );
    expect(await client.schedules.backfill({ ...range, dryRun: false })).toMatchObject({ present: 3, started: 0 });
    const { rows: ledger } = await client.schedules.ledger({ outcomes: ['fired'] });
    expect(ledger.map(({ reason, flowName, runStatus }) => [reason, flowName, runStatus])).toEqual(
      Array.from({ length: 3 }, () => ['backfill', 'hourly', 'succeeded']),
    );
    const page = await client.schedules.ledger({ limit: 2 });
    expect(page.rows).toHaveLength(2);
    expect((await client.schedules.ledger({ limit: 2, before: page.next ?? 0 })).rows).toHaveLength(1);
    await expect(client.schedules.backfill({ ...range, scheduleId: 'nobody/x', dryRun: true })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('edits a flow file by fields, and refuses what would break it', async () => {
    const file = 'nightly.chronum.yaml';
    write(file, nightly('0 3 * * *').replace('triggers:', '# before people come\ntriggers:'));
    await openWorkspace();
    const document = (await client.flows.open({ workspace, file })).next();
    const first = await document;
    const revision = (first.done === true ? undefined : first.value.document?.revision) ?? '';
    const set = (value: string) => [{ op: 'set' as const, path: ['triggers', 0, 'cron'], value }];
    await expect(client.flows.edit({ workspace, file, revision, edits: set('61 * * * *') })).rejects.toMatchObject({
      code: 'INVALID',
    });
    await client.flows.edit({ workspace, file, revision, edits: set('30 4 * * *') });
    expect(readFileSync(join(workspace, file), 'utf8')).toContain(
      '# before people come\ntriggers:\n  - cron: "30 4 * * *"\n',
    );
    await expect(client.flows.edit({ workspace, file, revision, edits: set('0 5 * * *') })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(
      client.flows.edit({ workspace, file: '../x.chronum.yaml', revision, edits: set('x') }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(client.flows.edit({ workspace, file: 'notes.txt', revision, edits: set('x') })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
