import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunNews } from '../activity/run-activity.ts';
import { autostartEntry, autostartPath } from './autostart-entry.ts';
import { keepAutostartFile } from './autostart-file.ts';
import { chooseAtClose } from './close-choice.ts';
import { leaveWhenDone } from './leave-when-done.ts';
import { requestFor } from './open-path.ts';
import { readStartArguments } from './start-arguments.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'chronum-background-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('closing the window', () => {
  const usual = { closeToTray: true, hasTray: true, hasWork: false, wasTold: true };
  it('leaves the studio in the tray, and says so the first time', () => {
    expect(chooseAtClose(usual)).toEqual({ do: 'stay', tell: null });
    expect(chooseAtClose({ ...usual, wasTold: false })).toMatchObject({
      do: 'stay',
      tell: { title: 'Chronum Studio goes on in the tray' },
    });
  });
  it('quits when the setting says so', () => {
    expect(chooseAtClose({ ...usual, closeToTray: false, hasWork: true })).toEqual({ do: 'quit' });
  });
  it('without a tray, leaves the studio running only while there is something to do', () => {
    expect(chooseAtClose({ ...usual, hasTray: false })).toEqual({ do: 'quit' });
    expect(chooseAtClose({ ...usual, hasTray: false, hasWork: true, wasTold: false })).toMatchObject({
      do: 'stay',
      tell: { body: expect.stringContaining('Start Chronum Studio again') },
    });
  });
});

describe('behind a closed window, without a tray', () => {
  const open = () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const state = { isVisible: false, hasWork: false };
    const listeners: ((news: RunNews) => void)[] = [];
    const leave = vi.fn();
    const stop = leaveWhenDone({
      activity: {
        subscribe: (listener) => {
          listeners.push(listener);
          return () => {};
        },
      },
      isVisible: () => state.isVisible,
      hasWork: () => state.hasWork,
      leave,
    });
    const tell = (type: RunNews['type']) => {
      for (const listener of listeners) listener({ type } as RunNews);
    };
    return { state, leave, stop, tell };
  };
  afterEach(() => {
    vi.useRealTimers();
  });

  it('the studio leaves after the last run', () => {
    const { state, leave, tell } = open();
    tell('changed');
    vi.advanceTimersByTime(60_000);
    state.hasWork = true;
    tell('finished');
    vi.advanceTimersByTime(60_000);
    expect(leave).not.toHaveBeenCalled();
    state.hasWork = false;
    tell('finished');
    vi.advanceTimersByTime(10_000);
    expect(leave).toHaveBeenCalledOnce();
  });

  it('it stays where a person can see it, and is asked nothing more once it ends', () => {
    const { state, leave, tell, stop } = open();
    state.isVisible = true;
    tell('finished');
    vi.advanceTimersByTime(10_000);
    tell('finished');
    stop();
    state.isVisible = false;
    vi.advanceTimersByTime(10_000);
    expect(leave).not.toHaveBeenCalled();
  });
});

it.each([
  [['/opt/studio', '--hidden'], false, { hidden: true, paths: [] }],
  [['electron', '/app', '--no-sandbox', 'a.yaml', ''], true, { hidden: false, paths: ['a.yaml'] }],
  [['/opt/studio', '--type=x', '/w/flows/b.yaml'], false, { hidden: false, paths: ['/w/flows/b.yaml'] }],
])('reads %j', (argv, isDevelopment, expected) => {
  expect(readStartArguments(argv, isDevelopment)).toEqual(expected);
});

describe('a path that the app is started with', () => {
  const opened: string[] = [];
  const workspaces = {
    list: async () => [],
    open: async (path: string) => {
      opened.push(path);
      return { path, name: 'work', trusted: false, openedAt: '' };
    },
  };
  const write = (file: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), 'name: x\n');
  };

  it('opens the workspace of a flow file', async () => {
    write('flows/nightly/backup.yaml');
    expect(await requestFor('flows/nightly/backup.yaml', folder, workspaces)).toEqual({
      ok: true,
      value: { show: 'flow', workspace: folder, file: 'flows/nightly/backup.yaml' },
    });
    expect(opened).toEqual([folder]);
  });

  it.each([
    ['gone.chronum.yaml', 'does not exist'],
    ['notes.txt', 'is not a flow file'],
    ['.', 'is not a file'],
  ])('says why it cannot show %s', async (path, why) => {
    write('notes.txt');
    expect(await requestFor(path, folder, workspaces)).toMatchObject({
      ok: false,
      error: expect.stringContaining(why),
    });
  });
});

describe('the entry for the start at login', () => {
  const program = { command: ['/opt/Chronum Studio/studio', '--hidden'], home: undefined, dataFolder: '/data' };

  it('quotes its command as desktops read it', () => {
    expect(autostartEntry(program)).toContain('\nExec="/opt/Chronum Studio/studio" --hidden\n');
    const odd = autostartEntry({ ...program, command: ['/a "b"/$c\\d', '100%'], home: '/my data' });
    expect(odd).toContain('\nExec=env "CHRONUM_HOME=/my data" "/a \\\\"b\\\\"/\\\\$c\\\\\\\\d" 100%%\n');
  });

  it('stands where the desktop looks', () => {
    expect(autostartPath({}, '/home/ada')).toBe('/home/ada/.config/autostart/chronum-studio.desktop');
    expect(autostartPath({ XDG_CONFIG_HOME: '/cfg' }, '/home/ada')).toBe('/cfg/autostart/chronum-studio.desktop');
  });

  it('is written whole, kept up to date, and removed', async () => {
    const path = join(folder, 'autostart', 'chronum-studio.desktop');
    const entry = autostartEntry(program);
    await keepAutostartFile({ path, dataFolder: '/data', entry });
    expect(readFileSync(path, 'utf8')).toBe(entry);
    const moved = autostartEntry({ ...program, command: ['/usr/bin/studio'] });
    await keepAutostartFile({ path, dataFolder: '/data', entry: moved });
    expect(readFileSync(path, 'utf8')).toBe(moved);
    expect(readdirSync(dirname(path))).toEqual(['chronum-studio.desktop']);
    await keepAutostartFile({ path, dataFolder: '/other', entry: null });
    expect(readFileSync(path, 'utf8')).toBe(moved);
    await keepAutostartFile({ path, dataFolder: '/data', entry: null });
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  it('stays switched off where a person has switched it off', async () => {
    const path = join(folder, 'chronum-studio.desktop');
    const off = autostartEntry(program).replace('enabled=true', 'enabled=false');
    writeFileSync(path, off);
    await keepAutostartFile({ path, dataFolder: '/data', entry: autostartEntry(program) });
    expect(readFileSync(path, 'utf8')).toBe(off);
  });
});
