import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../ports/run-store.ts';
import { countdown } from './countdown.ts';
import { favouriteFlows } from './favourites.ts';
import { type TrayEntry, trayMenu } from './tray-menu.ts';
import { type TrayModel, type TrayRun, trayStatus, trayTip } from './tray-model.ts';

const MINUTE = 60_000;
const idle: TrayModel = {
  now: 0,
  running: [],
  failed: { count: 0, latest: null },
  next: [],
  favourites: [],
  schedules: null,
};
const run = (changes: Partial<TrayRun> = {}): TrayRun => ({
  runId: 'r1',
  flowName: 'deploy',
  state: 'running',
  ended: 3,
  steps: 7,
  ...changes,
});

/** The menu as a person reads it; `>` marks what can be clicked. */
const read = (entries: readonly TrayEntry[], indent = ''): string[] =>
  entries.flatMap((entry) => {
    if (entry.kind === 'separator') return [`${indent}---`];
    if (entry.kind === 'menu') return [`${indent}${entry.label}:`, ...read(entry.entries, `${indent}  `)];
    return [`${indent}${entry.action === undefined ? '' : '> '}${entry.label}`];
  });

describe('the menu of the tray', () => {
  it('opens and quits when there is nothing else', () => {
    expect(read(trayMenu(idle))).toEqual(['> Open Chronum Studio', '---', '> Quit Chronum Studio']);
  });

  it('shows what runs, what failed, what comes next, and what may be run', () => {
    const model: TrayModel = {
      ...idle,
      running: [run(), run({ runId: 'r2', flowName: 'ship', state: 'asking', ended: 0, steps: 1 })],
      failed: { count: 2, latest: 'r9' },
      next: [
        { flowName: 'backup', at: 5 * MINUTE },
        { flowName: 'report', at: 130 * MINUTE },
      ],
      favourites: [{ flowName: 'tidy', workspace: '/w', file: 'tidy.chronum.yaml' }],
      schedules: { paused: false },
    };
    expect(read(trayMenu(model))).toEqual([
      '> Open Chronum Studio',
      '> 2 runs failed',
      '---',
      'deploy · 3/7 steps:',
      '  > Open',
      '  > Cancel',
      'ship · 0/1 steps · waits for approval:',
      '  > Open',
      '  > Cancel',
      '---',
      'backup in 5 min',
      'report in 2 h 10 min',
      '---',
      'Run:',
      '  > tidy',
      '> Pause all schedules',
      '---',
      '> Quit Chronum Studio',
    ]);
    expect(trayMenu(model)).toContainEqual({
      kind: 'item',
      label: '2 runs failed',
      action: { do: 'open-run', runId: 'r9' },
    });
  });

  it('offers to resume while schedules are paused, and no next fires', () => {
    const menu = read(trayMenu({ ...idle, schedules: { paused: true }, next: [{ flowName: 'backup', at: MINUTE }] }));
    expect(menu).toContain('Schedules are paused');
    expect(menu).toContain('> Resume all schedules');
    expect(menu.join()).not.toContain('backup');
  });

  it('stays small', () => {
    const running = Array.from({ length: 30 }, (_, index) => run({ runId: `r${index}`, flowName: 'x'.repeat(200) }));
    const menu = trayMenu({ ...idle, running });
    expect(read(menu)).toContain('22 more running');
    expect(menu.every((entry) => entry.kind === 'separator' || entry.label.length < 80)).toBe(true);
  });
});

describe('the icon of the tray', () => {
  it.each([
    [idle, 'idle', 'Chronum Studio'],
    [{ ...idle, running: [run()] }, 'running', 'Chronum Studio: 1 running'],
    [{ ...idle, running: [run({ state: 'queued' })] }, 'idle', 'Chronum Studio: 1 running'],
    [{ ...idle, running: [run()], failed: { count: 1, latest: 'r' } }, 'failed', 'Chronum Studio: 1 failed, 1 running'],
    [{ ...idle, schedules: { paused: true } }, 'idle', 'Chronum Studio: schedules paused'],
  ] as const)('%#: says what matters most', (model, status, tip) => {
    expect(trayStatus(model)).toBe(status);
    expect(trayTip(model)).toBe(tip);
  });
});

it.each([
  [-5, 'now'],
  [59_999, 'in less than a minute'],
  [MINUTE, 'in 1 min'],
  [60 * MINUTE, 'in 1 h'],
  [90 * MINUTE, 'in 1 h 30 min'],
  [47 * 60 * MINUTE, 'in 47 h'],
  [72 * 60 * MINUTE, 'in 3 days'],
])('counts %i ms down as "%s"', (left, text) => expect(countdown(left)).toBe(text));

describe('favourites', () => {
  const summary = (flow: string, changes: Partial<RunSummary> = {}) =>
    ({
      flowId: flow,
      flowName: flow,
      workspace: '/w',
      file: `${flow}.chronum.yaml`,
      trigger: { type: 'manual' },
      createdAt: '2026-01-01T00:00:00.000Z',
      ...changes,
    }) as RunSummary;

  it('are the flows that people run most, in trusted folders', () => {
    const recent = [
      summary('once'),
      summary('often'),
      summary('often'),
      summary('timed', { trigger: { type: 'cron' } }),
      summary('strange', { workspace: '/elsewhere' }),
      summary('newer', { createdAt: '2026-01-02T00:00:00.000Z' }),
    ];
    const names = favouriteFlows({ chosen: [], recent, trusted: ['/w'] }).map(({ flowName }) => flowName);
    expect(names).toEqual(['often', 'newer', 'once']);
  });

  it('are those of the settings when there are any', () => {
    const chosen = ['/w/flows/backup.yaml', '/w/often.chronum.yaml', '/elsewhere/x.chronum.yaml', 'relative.yaml'];
    expect(favouriteFlows({ chosen, recent: [summary('often', { flowName: 'Often' })], trusted: ['/w'] })).toEqual([
      { flowName: 'backup', workspace: '/w', file: 'flows/backup.yaml' },
      { flowName: 'Often', workspace: '/w', file: 'often.chronum.yaml' },
    ]);
  });
});
