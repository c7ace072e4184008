import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const CLI = join(ROOT, 'out', 'cli', 'index.mjs');
const VALUE = 'hunter2-hunter2';

/** Types each answer once its question is shown, on a terminal of its own, and prints all that the terminal showed. */
const TYPIST = `import os, pty, sys, select, time
answers = sys.argv[1].split("|")
pid, terminal = pty.fork()
if pid == 0: os.execv(sys.argv[2], sys.argv[2:])
shown = b""
asked = 0
while True:
    try: part = os.read(terminal, 4096)
    except OSError: break
    if not part: break
    shown += part
    while answers and shown.count(b": ") > asked:
        asked += 1
        time.sleep(0.2)
        os.write(terminal, answers.pop(0).encode() + b"\\r")
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('secrets in the terminal', () => {
  let home: string;
  let work: string;
  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'build', 'index.ts'), '--if-stale', 'terminal'], {
      stdio: 'pipe',
    });
  });
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'chronum-cli-secrets-'));
    work = join(home, 'work');
    mkdirSync(work);
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const start = (command: readonly string[], input: string | undefined, env: Record<string, string>): Promise<Ended> =>
    new Promise((resolve) => {
      const child = spawn(command[0]!, command.slice(1), {
        cwd: home,
        env: { ...process.env, CHRONUM_HOME: join(home, 'data'), INIT_CWD: work, NO_COLOR: '1', ...env },
      });
      let out = '';
      let err = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        err += text;
      });
      child.on('close', (code) => resolve({ code, out, err }));
      child.stdin.on('error', () => undefined).end(input ?? '');
    });
  const chronum = (args: string, { input, env = {} }: { input?: string; env?: Record<string, string> } = {}) =>
    start([process.execPath, CLI, ...args.split(' ')], input, env);
  const typing = (answers: string, args: string) =>
    start(['python3', '-c', TYPIST, answers, process.execPath, CLI, ...args.split(' ')], undefined, {});

  it('keeps a secret for runs, from a pipe, until it is removed', async () => {
    writeFileSync(
      join(work, 'chronum.yaml'),
      'name: s\nsteps: [{id: a, run: "echo [$TOKEN] $(printf %s $TOKEN | wc -c)", secrets: [TOKEN]}]\n',
    );
    expect(await chronum('run chronum.yaml')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/`a` needs the secret `TOKEN`.*chronum secrets set TOKEN/),
    });
    expect(await chronum('list --json')).toMatchObject({ out: '[]\n' });
    expect(await chronum('secrets set TOKEN --from-stdin', { input: VALUE })).toMatchObject({
      code: 1,
      err: expect.stringContaining('secrets protect --key-file'),
    });
    expect(await chronum('secrets protect --key-file --json')).toMatchObject({
      code: 0,
      out: '{"protections":["key-file"]}\n',
    });
    expect(await chronum('secrets set TOKEN --from-stdin --json', { input: `${VALUE}\n` })).toMatchObject({
      code: 0,
      out: '{"name":"TOKEN","isNew":true}\n',
    });
    expect(await chronum('run chronum.yaml')).toMatchObject({
      code: 0,
      out: expect.stringContaining(`[a] [***] ${VALUE.length}\n`),
    });
    expect((await chronum('secrets list')).out).toBe('TOKEN\n');
    expect(await chronum('secrets remove TOKEN')).toMatchObject({ code: 0 });
    expect(await chronum('secrets remove TOKEN')).toMatchObject({ code: 2, err: expect.stringContaining('no secret') });
    expect((await chronum('run chronum.yaml')).code).toBe(2);
  });

  it('asks for values and passphrases without showing them', async () => {
    const early = await typing('never typed', 'secrets set TOKEN');
    expect(early).toMatchObject({ code: 1, out: expect.stringContaining('no protection yet') });
    expect(early.out).not.toContain('Value of');
    const protect = await typing('a passphrase|a passphrase', 'secrets protect --passphrase');
    expect(protect).toMatchObject({ code: 0, out: expect.stringContaining('opened by passphrase') });
    const set = await typing(`${VALUE}x\u007f|a passphrase`, 'secrets set TOKEN');
    expect(set).toMatchObject({ code: 0, out: expect.stringContaining('TOKEN is stored') });
    expect(protect.out + set.out).not.toMatch(/a passphrase|hunter2/);
    expect(readFileSync(join(home, 'data', 'secrets.json'), 'utf8')).not.toContain(VALUE);

    writeFileSync(
      join(work, 'chronum.yaml'),
      `name: s\nsecrets: [TOKEN]\nsteps: [{id: a, run: 'test "$TOKEN" = ${VALUE} && env | grep -c PASSPHRASE || true'}]\n`,
    );
    expect(await chronum('run chronum.yaml')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/locked.*CHRONUM_PASSPHRASE/),
    });
    const unlocked = await chronum('run chronum.yaml', { env: { CHRONUM_PASSPHRASE: 'a passphrase' } });
    expect(unlocked).toMatchObject({ code: 0, out: expect.stringContaining('[a] 0\n') });
    const asked = await typing('a passphrase', 'run chronum.yaml');
    expect(asked).toMatchObject({ code: 0, out: expect.stringContaining('Passphrase of the secrets') });
    expect(await typing('a new passphrase|another one|', 'secrets protect --passphrase')).toMatchObject({
      code: 2,
      out: expect.stringContaining('not the same'),
    });
  });

  it('refuses what cannot be one, and never repeats it', async () => {
    await chronum('secrets protect --key-file');
    expect(await chronum('secrets set PIN --from-stdin', { input: 'a7q' })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/at least 4 characters/),
    });
    expect((await chronum('secrets set PIN --from-stdin', { input: 'a7q' })).err).not.toContain('a7q');
    expect(await chronum('secrets set 1PIN --from-stdin', { input: VALUE })).toMatchObject({ code: 2 });
    expect(await chronum('secrets set PIN')).toMatchObject({ code: 2, err: expect.stringContaining('--from-stdin') });
    expect(await chronum('secrets protect')).toMatchObject({ code: 2, err: expect.stringContaining('choose one') });
  });

  it('is examined by the doctor, which fails when something is broken', async () => {
    expect(await chronum('doctor')).toMatchObject({ code: 0, out: expect.stringContaining('Flows can run.') });
    writeFileSync(join(home, 'data', 'secrets.json'), '{');
    const { code, out } = await chronum('doctor --json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toContainEqual(expect.objectContaining({ check: 'secrets', status: 'broken' }));
    expect(await chronum('secrets list')).toMatchObject({ code: 1, err: expect.stringContaining('damaged') });
  });
});
