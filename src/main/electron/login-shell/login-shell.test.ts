import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { err, ok } from '../../../core/base/result.ts';
import { createProcesses, type HelperProcesses } from '../../processes/index.ts';
import { askLoginShell, joinPaths } from './ask-login-shell.ts';
import { followLoginPath } from './login-path.ts';
import { lacksLoginShell } from './started-from.ts';

describe('an app that was started', () => {
  const desktop = { platform: 'linux', environment: { PATH: '/usr/bin' }, parent: 'gnome-shell' };
  it.each([
    ['from a desktop icon', {}, true],
    ['by launchd', { platform: 'darwin', parent: undefined }, true],
    ['with the name of no terminal', { environment: { TERM: 'dumb' } }, true],
    ['in a terminal', { environment: { TERM: 'xterm-256color' } }, false],
    ['by a shell', { parent: '-zsh' }, false],
    ['by npm', { environment: { npm_lifecycle_event: 'start' } }, false],
    ['on Windows', { platform: 'win32' }, false],
  ])('%s: does it lack the login shell?', (_how, changes, lacks) => {
    expect(lacksLoginShell({ ...desktop, ...changes })).toBe(lacks);
  });
});

describe('asking the login shell', () => {
  let folder: string;
  let processes: HelperProcesses;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'chronum-login-')));
    processes = createProcesses({
      helperCommand: process.execPath,
      helperArgs: [join(import.meta.dirname, '..', '..', '..', 'helper', 'index.ts')],
      env: process.env,
      dataFolder: folder,
    });
  });
  afterEach(async () => {
    await processes.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const shell = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, 0o755);
    return path;
  };
  const ask = (path: string, limit = 20_000) =>
    askLoginShell({
      shell: path,
      environment: { PATH: '/usr/bin:/bin', HOME: folder },
      cwd: folder,
      limit,
      scratch: join(folder, 'scratch'),
      processes,
    });

  it('reads what the files of bash make of PATH', async () => {
    writeFileSync(join(folder, '.bash_profile'), 'echo welcome\nexport PATH="$HOME/my programs:$PATH"\n');
    expect(await ask('/bin/bash')).toEqual(ok(expect.stringContaining(`${folder}/my programs:`)));
    expect(readdirSync(join(folder, 'scratch'))).toEqual([]);
  });

  it('gives up on a shell that waits for something', async () => {
    const slow = shell('slow', '#!/bin/sh\nsleep 600\n');
    expect(await ask(slow, 300)).toEqual(err(`${slow} did not answer within 0.3 s`));
  });

  it('says what became of one that fails, or is not there', async () => {
    const failing = shell('failing', '#!/bin/sh\nexit 3\n');
    expect(await ask(failing)).toEqual(err(`${failing} named none (exit code 3)`));
    expect(await ask(join(folder, 'none'))).toMatchObject({ ok: false });
  });
});

it('puts the folders of the login shell first, each once', () => {
  expect(joinPaths('/opt/bin:/usr/bin:.', '/usr/bin:/snap/bin:')).toBe('/opt/bin:/usr/bin:/snap/bin');
  expect(joinPaths('/usr/bin', undefined)).toBe('/usr/bin');
});

describe('the path of steps', () => {
  const open = (answer: ReturnType<typeof ok<string>> | ReturnType<typeof err<string>>) => {
    const values = new Map<string, string | null>();
    const used: string[] = [];
    const reports: string[] = [];
    const follow = () =>
      followLoginPath({
        keyValues: { get: (key) => values.get(key) ?? null, set: (key, value) => void values.set(key, value) },
        ask: async () => answer,
        present: '/usr/bin',
        use: (path) => used.push(path),
        report: (message) => reports.push(message),
      });
    return { follow, used, reports };
  };

  it('is that of last time until the shell has answered', async () => {
    const { follow, used, reports } = open(ok('/opt/bin'));
    await follow();
    expect(used).toEqual(['/opt/bin:/usr/bin']);
    await follow();
    expect(used).toEqual(['/opt/bin:/usr/bin', '/opt/bin:/usr/bin', '/opt/bin:/usr/bin']);
    expect(reports).toEqual([]);
  });

  it('stays as it is when the shell does not answer, which a notice says', async () => {
    const { follow, used, reports } = open(err('/bin/zsh did not answer within 10 s'));
    await follow();
    expect(used).toEqual([]);
    expect(reports).toEqual([expect.stringContaining('/bin/zsh did not answer within 10 s')]);
  });
});
