import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from './project.ts';

/** A command line that says how it was started, and ends as its first argument asks. */
const COMMAND_LINE = `
console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), base: process.env.INIT_CWD }));
const [how, what] = process.argv.slice(2);
if (how === 'exit') process.exitCode = Number(what);
if (how === 'die') process.kill(process.pid, what);
if (how === 'wait') {
  process.on('SIGTERM', () => process.exit(7));
  process.stdin.resume();
  console.log('ready');
}
`;

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

let root = '';
let elsewhere = '';

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'chronum-launcher-')));
  elsewhere = join(root, 'elsewhere');
  for (const folder of ['bin', 'out/cli', 'node_modules/node/bin', 'elsewhere']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  cpSync(inProject('bin', 'chronum.mjs'), join(root, 'bin', 'chronum.mjs'));
  writeFileSync(join(root, 'out/cli/index.mjs'), COMMAND_LINE);
  // Another file than the running Node, as on a system whose Node is not the project's.
  const node = join(root, 'node_modules/node/bin/node');
  writeFileSync(node, `#!/bin/sh\nexec "${process.execPath}" "$@"\n`);
  chmodSync(node, 0o755);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Start {
  readonly checkout?: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Sent once the command line says that it is ready. */
  readonly signal?: NodeJS.Signals;
}

function launch({ checkout = root, args = [], cwd = elsewhere, env = {}, signal }: Start): Promise<Ending> {
  const { npm_lifecycle_event: _event, INIT_CWD: _cwd, ...clean } = process.env;
  const child = spawn(process.execPath, [join(checkout, 'bin', 'chronum.mjs'), ...args], {
    cwd,
    env: { ...clean, ...env },
    // A session without a terminal, in which a signal is meant for the process it is sent to.
    detached: true,
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (signal && out.includes('ready')) child.kill(signal);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, killedBy) => resolve({ code, signal: killedBy, out, err }));
  });
}

async function startedWith(start: Start): Promise<{ args: string[]; cwd: string; base: string }> {
  return JSON.parse((await launch(start)).out);
}

describe.skipIf(process.platform === 'win32')('the launcher', () => {
  test('hands over the arguments as they are', async () => {
    const args = ['run', 'a b', '--param', 'k=$v', ''];
    expect((await startedWith({ args })).args).toEqual(args);
  });

  test('ends with the exit code of the command line', async () => {
    expect(await launch({ args: ['exit', '3'] })).toMatchObject({ code: 3, signal: null });
  });

  test('ends with the signal that ended the command line', async () => {
    expect(await launch({ args: ['die', 'SIGKILL'] })).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s reaches the command line, which decides', async (signal) => {
    const { code, signal: killedBy } = await launch({ args: ['wait'], signal });
    expect(signal === 'SIGTERM' ? code : killedBy).toBe(signal === 'SIGTERM' ? 7 : 'SIGINT');
  });

  test('paths are relative to where the person stands', async () => {
    expect((await startedWith({})).base).toBe(elsewhere);
  });

  test('an npm script knows where the person stood', async () => {
    const env = { npm_lifecycle_event: 'chronum', INIT_CWD: elsewhere };
    expect((await startedWith({ cwd: root, env })).base).toBe(elsewhere);
  });

  test('what an outer npm script left in the environment means nothing', async () => {
    const env = { npm_lifecycle_event: 'start', INIT_CWD: root };
    expect((await startedWith({ env })).base).toBe(elsewhere);
  });

  test('without the packages it names the command that installs them', async () => {
    const bare = join(root, 'bare');
    mkdirSync(join(bare, 'bin'), { recursive: true });
    cpSync(join(root, 'bin', 'chronum.mjs'), join(bare, 'bin', 'chronum.mjs'));
    const { code, err } = await launch({ checkout: bare, cwd: root });
    expect(err).toBe('chronum: its packages are not installed: run `cd bare && npm ci` first\n');
    expect(code).toBe(2);
  });
});
