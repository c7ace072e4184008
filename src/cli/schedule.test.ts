import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const CLI = join(ROOT, 'out', 'cli', 'index.mjs');

const FLOW = `
name: report
params: {region: eu}
labels: [nightly]
triggers:
  - manual
  - {cron: "0 9 * * *", timezone: Europe/Berlin, id: morning, params: {region: us}}
  - {cron: "30 2 * * *", timezone: Europe/Berlin, id: night}
  - {at: "2026-03-29T01:15:00Z", id: once}
steps:
  - {id: say, run: "echo $CHRONUM_PARAM_REGION"}
`;

describe('chronum schedule', () => {
  let home: string;
  let file: string;
  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'build', 'index.ts'), '--if-stale', 'terminal'], {
      stdio: 'pipe',
    });
  });
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'chronum-schedule-'));
    mkdirSync(join(home, 'work'));
    file = join(home, 'work', 'report.chronum.yaml');
    writeFileSync(file, FLOW);
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const chronum = (...args: readonly string[]) => {
    const env = { ...process.env, CHRONUM_HOME: join(home, 'data'), INIT_CWD: home, TZ: 'UTC', NO_COLOR: '1' };
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'schedule', ...args], {
      env,
      encoding: 'utf8',
    });
    return { code: status, out: stdout, err: stderr };
  };
  const json = (...args: readonly string[]) => {
    const { code, out, err } = chronum(...args, '--json');
    if (code !== 0) throw new Error(`${code}: ${err}`);
    return JSON.parse(out);
  };

  it('next: instants with offset, the place of the trigger, and what clock changes do', () => {
    const found = json('next', file, '--count', '6', '--from', '2026-03-28T00:00:00Z');
    expect(found.map(({ at, trigger, id }: Record<string, unknown>) => [at, trigger, id])).toEqual([
      ['2026-03-28T02:30:00.000+01:00', 2, 'night'],
      ['2026-03-28T09:00:00.000+01:00', 1, 'morning'],
      ['2026-03-29T03:00:00.000+02:00', 2, 'night'],
      ['2026-03-29T01:15:00.000+00:00', 3, 'once'],
      ['2026-03-29T09:00:00.000+02:00', 1, 'morning'],
      ['2026-03-30T02:30:00.000+02:00', 2, 'night'],
    ]);
    expect(found[2].gap).toMatchObject({ count: 1, first: '2026-03-29T02:30:00.000' });
    const [tokyo] = json('next', file, '--zone', 'Asia/Tokyo', '--from', '2026-03-29T10:00', '--count', '1');
    expect(tokyo).toMatchObject({ at: '2026-03-29T10:15:00.000+09:00', zone: 'Asia/Tokyo' });
    expect(chronum('next', file, '--count', '1', '--from', '2026-03-28').out).toContain(
      '2026-03-28 02:30:00  Europe/Berlin',
    );
  });

  it('says what is wrong with a zone, a time, a number, a file, a trigger', () => {
    for (const [args, words] of [
      [['next', file, '--zone', 'Europe/Berlim'], 'Europe/Berlin'],
      [['next', file, '--from', 'tomorrow'], '--from tomorrow is not a time'],
      [['next', file, '--count', '0'], 'whole number from 1'],
      [['next', join(home, 'none.chronum.yaml')], 'does not exist'],
      [['pause', file, '--trigger', 'noon'], '1 (morning)'],
      [['pause'], '--label NAME'],
      [['backfill', file, '--from', '2030-01-01'], 'before it begins'],
    ] as const) {
      const { code, err } = chronum(...args);
      expect([code, err]).toEqual([2, expect.stringContaining(words)]);
    }
  });

  it('arm: shows what nobody has seen, lets it through, and shows what was changed since', () => {
    expect(chronum('arm', file)).toMatchObject({ code: 2, err: expect.stringContaining('--trust') });
    const shown = chronum('arm', file, '--trust').out;
    expect(shown).toContain('cron: 0 9 * * *');
    expect(shown).toContain('cannot fire yet');
    expect(json('list').schedules.map(({ state }: { state: string }) => state)).toEqual([
      'not-armed',
      'not-armed',
      'not-armed',
    ]);
    expect(json('arm', file, '--yes').armed).toBe(3);
    const states = json('list').schedules.map(({ triggerId, state }: Record<string, string>) => [triggerId, state]);
    expect(states).toEqual([
      ['morning', 'active'],
      ['night', 'active'],
      ['once', 'ended'],
    ]);
    writeFileSync(file, FLOW.replace('0 9 * * *', '0 8 * * *'));
    const [changed] = json('arm').triggers;
    expect([changed.before.cron, changed.trigger.cron]).toEqual(['0 9 * * *', '0 8 * * *']);
  });

  it('pause and resume: one trigger, a flow, a label, all', () => {
    chronum('arm', file, '--trust', '--yes');
    const paused = () =>
      json('list').schedules.flatMap(({ triggerId, state }: Record<string, string>) =>
        state === 'paused' ? [triggerId] : [],
      );
    chronum('pause', file, '--trigger', '1');
    expect(paused()).toEqual(['morning']);
    chronum('resume', file);
    chronum('pause', '--label', 'nightly');
    expect(paused()).toEqual(['morning', 'night', 'once']);
    chronum('pause', '--all');
    expect(chronum('resume', '--label', 'nightly').err).toContain('still paused: everything');
    expect(json('resume', '--all').changed).toEqual([{ scope: 'all' }]);
    expect(paused()).toEqual([]);
  });

  it('backfill: a dry run lists, then each instant is run once with what it is for', () => {
    const range = ['--trigger', 'morning', '--from', '2026-03-27', '--to', '2026-03-29'];
    const planned = json('backfill', file, ...range, '--dry-run');
    expect(planned).toEqual([
      { at: '2026-03-27T09:00:00.000+01:00', trigger: 1, id: 'morning', params: { region: 'us' }, run: null },
      { at: '2026-03-28T09:00:00.000+01:00', trigger: 1, id: 'morning', params: { region: 'us' }, run: null },
    ]);
    expect(json('ledger')).toEqual([]);
    const done = json('backfill', file, ...range);
    expect(done.map(({ status }: { status: string }) => status)).toEqual(['succeeded', 'succeeded']);
    expect(json('backfill', file, ...range)).toEqual([]);
    const rows = json('ledger', file, '--outcome', 'fired', '--zone', 'Europe/Berlin');
    expect(rows.map(({ first, reason, run }: Record<string, string>) => [first, reason, run])).toEqual([
      ['2026-03-28T09:00:00.000+01:00', 'backfill', done[1].run],
      ['2026-03-27T09:00:00.000+01:00', 'backfill', done[0].run],
    ]);
  });
});
