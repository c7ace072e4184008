import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { canShow, displaysIn } from './display.ts';
import { unmet } from './needs.ts';
import { availableIn } from './packages.ts';

describe('the displays an environment names', () => {
  test.each([
    [{}, []],
    [{ DISPLAY: ':0' }, [{ kind: 'socket', path: '/tmp/.X11-unix/X0' }]],
    [{ DISPLAY: 'unix/:3.1' }, [{ kind: 'socket', path: '/tmp/.X11-unix/X3' }]],
    [{ DISPLAY: 'localhost:10.0' }, [{ kind: 'tcp', host: 'localhost', port: 6010 }]],
    [{ DISPLAY: 'nonsense' }, []],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, []],
    [
      { WAYLAND_DISPLAY: 'wayland-0', XDG_RUNTIME_DIR: '/run/user/1000', DISPLAY: ':1' },
      [
        { kind: 'socket', path: '/run/user/1000/wayland-0' },
        { kind: 'socket', path: '/tmp/.X11-unix/X1' },
      ],
    ],
  ])('%j', (environment, addresses) => {
    expect(displaysIn(environment)).toEqual(addresses);
  });

  test.runIf(process.platform === 'linux')('a display that does not answer shows nothing', async () => {
    expect(await canShow({ DISPLAY: ':54321' })).toBe(false);
    expect(await canShow({})).toBe(false);
  });
});

describe('what the system lacks', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chronum-needs-'));
    vi.stubEnv('PATH', folder);
    vi.stubEnv('LD_LIBRARY_PATH', folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  test('libraries and commands that are there are no need', () => {
    const needs = [
      { kind: 'library', file: 'libthere.so.1', packages: ['libthere1'] },
      { kind: 'library', file: 'libgone.so.1', packages: ['libgone1'] },
      { kind: 'command', file: 'there', packages: ['there'] },
      { kind: 'command', file: 'gone', packages: ['gone'] },
    ] as const;
    for (const file of ['libthere.so.1', 'there']) writeFileSync(join(folder, file), '');
    expect(unmet(needs).map(({ file }) => file)).toEqual(['libgone.so.1', 'gone']);
  });
});

test('a package without a candidate is not available', () => {
  const policy = [
    'libgtk-3-0:',
    '  Installed: (none)',
    '  Candidate: 3.24.38-2',
    '  Version table:',
    '     3.24.38-2 500',
    'libasound2:',
    '  Installed: (none)',
    '  Candidate: (none)',
    '  Version table:',
  ].join('\n');
  expect(availableIn(policy)).toEqual(new Set(['libgtk-3-0']));
});
