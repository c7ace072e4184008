import { describe, expect, it } from 'vitest';
import type { PreviewLane, PreviewRow } from '../../../../contract/schedules.ts';
import { instantAt, ticks, xOf } from './axis.ts';
import { heldRunWords } from './held.ts';
import { marksOf } from './marks.ts';
import { effectsOf, nextInstant, tallyAt } from './summary.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const fired = (at: number, more: Partial<PreviewRow> = {}): PreviewRow => ({
  outcome: 'fired',
  reason: 'due',
  first: at,
  last: at,
  count: 1,
  at,
  end: at,
  held: null,
  ...more,
});
const lane = (rows: readonly PreviewRow[], more: Partial<PreviewLane> = {}): PreviewLane => ({
  scheduleId: 'f/t',
  rows,
  fires: rows.length,
  dense: null,
  zone: 'UTC',
  runMs: 0,
  measured: true,
  ...more,
});

describe('the axis of a look ahead', () => {
  it('maps instants to pixels and back, within its ends', () => {
    const stretch = { from: 1_000, to: 2_000 };
    expect(xOf(stretch, 500, 1_500)).toBe(250);
    expect([-10, 250, 9_999].map((x) => instantAt(stretch, 500, x))).toEqual([1_000, 1_500, 2_000]);
  });

  it('has round times as ticks, days apart from hours', () => {
    const from = new Date(2026, 10, 23, 10, 20).getTime();
    const shown = (span: number, width = 800) => ticks({ from, to: from + span }, width).map(({ label }) => label);
    expect(shown(HOUR)).toEqual(['10:30', '10:45', '11:00', '11:15']);
    expect(shown(DAY)).toEqual(['12:00', '15:00', '18:00', '21:00', 'Tue 24 Nov', '03:00', '06:00', '09:00']);
    expect(shown(7 * DAY)).toHaveLength(7);
    expect(shown(90 * DAY).every((label) => label.startsWith('Mon'))).toBe(true);
  });

  it('has no tick twice and none out of order over a year', () => {
    const from = new Date(2026, 0, 1).getTime();
    for (let day = 0; day < 365; day += 3) {
      const at = ticks({ from: from + day * DAY, to: from + (day + 2) * DAY }, 1_200).map((tick) => tick.at);
      expect(at).toEqual([...new Set(at)].sort((a, b) => a - b));
      expect(at.length).toBeGreaterThan(5);
    }
  });
});

describe('the marks of a lane', () => {
  const stretch = { from: 0, to: DAY };

  it('draws runs as long as they take, and instants as wide as can be seen', () => {
    const [short, long] = marksOf([fired(0), fired(12 * HOUR, { end: 18 * HOUR })], stretch, 960);
    expect(short).toMatchObject({ kind: 'fired', x: 0, width: 3, count: 1 });
    expect(long).toMatchObject({ x: 480, width: 240 });
  });

  it('draws what lies too close as one, with its count', () => {
    const rows = Array.from({ length: 1_440 }, (_, minute) => fired(minute * MINUTE));
    const marks = marksOf(rows, stretch, 480);
    expect(marks.length).toBeLessThan(480 / 3);
    expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(1_440);
  });

  it('keeps outcomes apart, and shows from when on a fire waited', () => {
    const marks = marksOf(
      [
        fired(HOUR, { at: 3 * HOUR, end: 4 * HOUR, reason: 'waited:overlap' }),
        fired(2 * HOUR, { outcome: 'merged', reason: 'overlap', end: null }),
      ],
      stretch,
      2_400,
    );
    expect(marks.map(({ kind }) => kind)).toEqual(['fired', 'merged']);
    expect(marks[0]).toMatchObject({ x: 300, waitedFrom: 100 });
    const held = marksOf(
      [
        fired(HOUR, { at: 2 * HOUR, end: 3 * HOUR, held: 'queued' }),
        fired(4 * HOUR, { held: 'skipped', end: null }),
        fired(5 * HOUR, { held: 'queued', end: null }),
      ],
      stretch,
      2_400,
    );
    expect(held.map(({ kind, waitedFrom }) => [kind, waitedFrom])).toEqual([
      ['fired', 100],
      ['skipped', null],
      ['deferred', null],
    ]);
  });
});

describe('the sum of a look ahead', () => {
  const lanes = [
    lane([
      fired(HOUR, { end: 3 * HOUR }),
      fired(2 * HOUR, { at: 3 * HOUR, end: 4 * HOUR, reason: 'waited:overlap' }),
      fired(3 * HOUR, { outcome: 'merged', reason: 'overlap', end: null }),
    ]),
    lane([], { scheduleId: 'd/t', dense: { count: 86_400, everyMs: 1_000, overlaps: false }, fires: 86_400 }),
  ];
  const preview = {
    lanes,
    changes: [{ zone: 'Europe/Berlin', at: 90 * MINUTE, before: '+01:00', after: '+02:00' }],
    from: 0,
    to: DAY,
  };

  it('counts what will have happened, what runs and what waits', () => {
    expect(tallyAt(preview, 0)).toEqual({
      counts: { fired: 0, skipped: 0, merged: 0, deferred: 0, missed: 0 },
      running: 0,
      waiting: 0,
    });
    expect(tallyAt(preview, 2.5 * HOUR)).toMatchObject({ counts: { fired: 9_001 }, running: 1, waiting: 1 });
    expect(tallyAt(preview, DAY)).toMatchObject({ counts: { fired: 86_402, merged: 1 }, running: 0, waiting: 0 });
  });

  it('lists what is out of the ordinary, with changes of clocks', () => {
    expect(effectsOf(preview).map(({ kind, at }) => `${kind} ${at / HOUR}`)).toEqual([
      'change 1.5',
      'rows 2',
      'rows 3',
    ]);
  });

  it('tells what is the same over and over once, with its count', () => {
    const merged = (at: number) => fired(at, { outcome: 'merged', reason: `overlap:run-${at}`, end: null });
    const again = { ...preview, lanes: [lane([merged(HOUR), merged(2 * HOUR), merged(3 * HOUR)])], changes: [] };
    expect(effectsOf(again)).toMatchObject([
      { at: HOUR, last: 3 * HOUR, count: 3, outcome: 'merged', reason: 'overlap' },
    ]);
  });

  it('tells what the flow’s own group does to its runs, and how many wait in it', () => {
    const queued = { ...preview, lanes: [lane([fired(HOUR, { held: 'queued', end: null })])], changes: [] };
    expect(effectsOf(queued)).toMatchObject([{ kind: 'rows', outcome: 'fired', held: 'queued', count: 1 }]);
    expect(tallyAt(queued, 2 * HOUR)).toMatchObject({ counts: { fired: 1 }, running: 0, waiting: 1 });
    expect(heldRunWords('skipped', 3)).toBe('3 runs are skipped: no place in the group of the flow');
  });

  it('tells that what it cannot follow will overlap', () => {
    const dense = { count: 86_400, everyMs: 1_000, overlaps: true };
    const crowded = { ...preview, lanes: [lane([], { dense, runMs: 5_000 })], changes: [] };
    expect(effectsOf(crowded)).toMatchObject([{ kind: 'crowded', runMs: 5_000, everyMs: 1_000 }]);
  });

  it('steps from one thing that happens to the next', () => {
    expect([0, HOUR, 90 * MINUTE, 3 * HOUR].map((at) => nextInstant(preview, at))).toEqual([
      HOUR,
      90 * MINUTE,
      3 * HOUR,
      null,
    ]);
  });
});
