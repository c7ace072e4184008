import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExecutionHarness, type ExecutionHarness } from '../../../testing/execution-harness.ts';
import { containerName } from './container-name.ts';
import { dockerExecutor } from './index.ts';

const IMAGE = 'chronum-test-busybox';
const folder = mkdtempSync(join(tmpdir(), 'chronum-containers-'));

/** For podman in a container of its own, where limits cannot be raised and crun refuses the control groups. */
const NESTED = `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`;

interface Engine {
  readonly name: 'docker' | 'podman';
  readonly env: Record<string, string>;
}

/** An engine that runs a container of ours here; else why there is none. Nothing is downloaded: the image is one static file. */
function findWorkingEngine(): Engine | string {
  const busybox = ['/bin/busybox', '/usr/bin/busybox'].find((path) => existsSync(path));
  if (busybox === undefined) return 'there is no busybox to make an image of: sudo apt-get install busybox-static';
  const archive = makeArchive(busybox);
  const nested = join(folder, 'containers.conf');
  writeFileSync(nested, NESTED);
  const { PATH = '', HOME = '' } = process.env;
  const reasons: string[] = [];
  for (const [name, more] of [
    ['docker', {}],
    ['podman', {}],
    ['podman', { CONTAINERS_CONF: nested }],
  ] as const) {
    const env = { PATH, HOME, ...more };
    const call = (...args: string[]) => spawnSync(name, args, { env, encoding: 'utf8', timeout: 60_000 });
    const imported = call('import', archive, IMAGE);
    const run = imported.status === 0 ? call('run', '--rm', '--init', '--network=none', IMAGE, 'true') : imported;
    if (run.status === 0) return { name, env };
    const why = run.error === undefined ? run.stderr.trim().split('\n').at(-1) : run.error.message;
    reasons.push(`${name}: ${why}`);
  }
  return reasons.join('; ');
}

function makeArchive(busybox: string): string {
  const root = join(folder, 'root');
  for (const path of ['bin', 'tmp', 'etc']) mkdirSync(join(root, path), { recursive: true });
  cpSync(busybox, join(root, 'bin', 'busybox'), { dereference: true });
  chmodSync(join(root, 'bin', 'busybox'), 0o755);
  for (const tool of ['sh', 'cat', 'echo', 'sleep', 'id', 'env', 'ls', 'touch', 'true', 'printenv']) {
    symlinkSync('busybox', join(root, 'bin', tool));
  }
  writeFileSync(join(root, 'etc', 'passwd'), 'root:x:0:0::/:/bin/sh\n');
  const archive = join(folder, 'image.tar');
  execFileSync('tar', ['-cf', archive, '-C', root, '.']);
  return archive;
}

const engine = findWorkingEngine();
afterAll(() => {
  if (typeof engine !== 'string') spawnSync(engine.name, ['rmi', '--force', IMAGE], { env: engine.env });
  rmSync(folder, { recursive: true, force: true });
});

if (typeof engine === 'string') {
  // What a container does is checked with an engine that pretends, in docker.test.ts, and by its command line alone.
  it.skip(`no container engine runs on this machine (${engine})`, () => undefined);
} else {
  describe(`a docker step, run by ${engine.name}`, () => {
    let harness: ExecutionHarness;
    beforeEach(() => {
      harness = createExecutionHarness();
    });
    afterEach(() => harness.close());

    const run = (script: string | undefined, config: object = {}, context: object = {}, onSpawned?: () => void) =>
      harness.execute(dockerExecutor, {
        ...(script === undefined ? {} : { run: script }),
        with: { image: IMAGE, engine: engine.name, pull: 'never', network: 'none', ...config },
        context: { env: engine.env, ownEnv: {}, ...context },
        ...(onSpawned === undefined ? {} : { onSpawned }),
      });
    const exists = (attempt: number): boolean => {
      const name = containerName({ runId: 'run', stepId: 'step', branch: 'body', attempt });
      const found = spawnSync(engine.name, ['ps', '--all', '--quiet', `--filter=name=${name}`], {
        env: engine.env,
        encoding: 'utf8',
      });
      return found.stdout.trim() !== '';
    };

    it('runs a script on the workspace, with variables and outputs', async () => {
      harness.write('input.txt', 'from the workspace\n');
      const step = await run(
        'cat input.txt; echo "$LINES"; pwd; echo made > made.txt; echo "a=$WHO" >> "$CHRONUM_OUTPUT"',
        {},
        { ownEnv: { WHO: 'me "quoted" $x', LINES: 'one\ntwo' } },
      );
      expect(await step.log()).toBe('from the workspace\none\ntwo\n/workspace\n');
      expect(step.result).toEqual({ status: 'succeeded', exitCode: 0, outputs: { a: 'me "quoted" $x' } });
      expect(existsSync(join(harness.workspace, 'made.txt'))).toBe(true);
      expect(exists(1)).toBe(false);
    });

    it('masks what it prints, and cannot change its script', async () => {
      const step = await run(
        'echo "$TOKEN"; echo x > /chronum/script || echo refused',
        {},
        {
          ownEnv: { TOKEN: 'hunter2-hunter2' },
          masks: ['hunter2-hunter2'],
        },
      );
      expect(await step.log('stdout')).toBe('***\nrefused\n');
    });

    it('runs a command without the workspace', async () => {
      const step = await run(undefined, { command: ['ls'], args: ['/'], mount: false });
      expect(await step.log('stdout')).not.toContain('workspace');
      expect(step.result).toMatchObject({ status: 'succeeded' });
    });

    it('tells exit codes and what they mean', async () => {
      expect((await run('exit 3')).result).toMatchObject({ error: { exitCode: 3, message: 'exit code 3' } });
      expect((await run('no-such-command')).result).toMatchObject({
        error: { exitCode: 127, message: expect.stringMatching(/not found in the container/) },
      });
      expect((await run('true', { image: 'chronum-no-such-image' })).result).toMatchObject({
        error: { exitCode: 125, message: expect.stringMatching(/does the image exist/) },
      });
    });

    it('leaves no container when aborted, though the script ignores signals', async () => {
      const abort = new AbortController();
      const step = run("trap '' TERM; touch begun; while true; do sleep 1; done", {}, { signal: abort.signal });
      await expect.poll(() => existsSync(join(harness.workspace, 'begun')), { timeout: 30_000 }).toBe(true);
      expect(exists(1)).toBe(true);
      abort.abort();
      expect((await step).result).toMatchObject({ status: 'stopped' });
      expect(exists(1)).toBe(false);
    });
  });
}
