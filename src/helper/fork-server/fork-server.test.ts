import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createForkServer, type ForkServer } from './fork-server.ts';

const spec = { command: 'true', args: [], cwd: '/', env: {}, stdout: '/dev/null', stderr: '/dev/null' };

describe.runIf(process.platform === 'linux')('without a fork server Node spawns', () => {
  let folder: string;
  let server: ForkServer | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chronum-no-perl-'));
  });
  afterEach(() => {
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const instead = (script: string): string => {
    const path = join(folder, 'perl');
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return path;
  };
  const neverLost = (why: string) => expect.unreachable(why);

  it.each([
    ['when there is no perl', () => join(folder, 'perl')],
    ['when it cannot be executed', () => folder],
    ['when it ends at once', () => instead('exit 1')],
    ['when it says something else', () => instead('echo "This is no perl"; exec cat >/dev/null')],
  ])('%s', async (_, perl) => {
    server = createForkServer(neverLost, perl());
    await server.ready;
    expect(server.start(spec)).toBe(null);
  });

  it('and what it told before it died counts', async () => {
    const told: string[] = [];
    const perl = instead(`echo ready; head -c 4 >/dev/null; printf 'spawned 1 77 5\\nexit 1 512\\n'`);
    server = createForkServer((why) => told.push(why), perl);
    await server.ready;
    const forked = await server.start(spec);
    if (forked === null || forked instanceof Error) throw new Error('it was not started');
    expect(forked).toMatchObject({ pid: 77, startTime: 5 });
    expect(await forked.exited).toEqual({ exitCode: 2, signal: null });
    expect(told).toEqual([]);
  });
});
