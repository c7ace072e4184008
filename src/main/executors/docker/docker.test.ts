import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExecutionHarness, type ExecutionHarness } from '../../../testing/execution-harness.ts';
import { until } from '../../../testing/until.ts';
import { containerName } from './container-name.ts';
import { dockerExecutor } from './index.ts';

const CANARY = 'hunter2-hunter2';

/** Behaves as an engine does at its command line, without containers: records its arguments, and runs the script right here. */
const FAKE = `#!/bin/sh
case "$1" in
run)
  n=0
  while [ -e "$FAKE_LOG/run.$n" ]; do n=$((n + 1)); done
  for arg in "$@"; do printf '%s\\n' "$arg" >> "$FAKE_LOG/run.$n"; done
  for arg in "$@"; do
    case "$arg" in
      --env-file=*) file=\${arg#*=}; cp "$file" "$FAKE_LOG/env.$n"; stat -c %a "$file" > "$FAKE_LOG/mode.$n" ;;
      --mount=*target=/chronum/output) output=\${arg#*source=}; output=\${output%%,*} ;;
      --mount=*target=/chronum/script,readonly) script=\${arg#*source=}; script=\${script%%,*} ;;
      --name=*) name=\${arg#*=} ;;
      broken) echo 'no such image' >&2; exit 125 ;;
    esac
  done
  echo $$ > "$FAKE_LOG/$name.pid"
  trap '' TERM
  set -a; . "$FAKE_LOG/env.$n"; set +a
  CHRONUM_OUTPUT=$output sh -e "$script" & child=$!
  echo $child > "$FAKE_LOG/$name.pid"
  wait $child; code=$?
  rm -f "$FAKE_LOG/$name.pid"
  exit $code ;;
*)
  echo "$@" >> "$FAKE_LOG/calls"
  for name in "$@"; do :; done
  [ -e "$FAKE_LOG/$name.pid" ] && kill -9 "$(cat "$FAKE_LOG/$name.pid")"
  exit 0 ;;
esac
`;

describe('a docker step', () => {
  let harness: ExecutionHarness;
  let log: string;
  let env: Record<string, string>;
  beforeEach(() => {
    harness = createExecutionHarness();
    harness.write('bin/docker', FAKE, 0o755);
    log = join(harness.workspace, 'log');
    mkdirSync(log);
    env = { PATH: `${join(harness.workspace, 'bin')}:${process.env.PATH}`, FAKE_LOG: log };
  });
  afterEach(() => harness.close());

  const docker = (run: string | undefined, config: object = {}, context: object = {}, onSpawned?: () => void) =>
    harness.execute(dockerExecutor, {
      ...(run === undefined ? {} : { run }),
      with: { image: 'alpine', ...config },
      context: { env, ownEnv: {}, ...context },
      ...(onSpawned === undefined ? {} : { onSpawned }),
    });
  const recorded = (file: string) => readFileSync(join(log, file), 'utf8');
  const name = () => containerName({ runId: 'run', stepId: 'step', branch: 'body', attempt: 1 });

  it('runs its script and gives its outputs', async () => {
    const step = await docker('echo "hello $WHO"; echo "a=1" >> "$CHRONUM_OUTPUT"', {}, { ownEnv: { WHO: 'me' } });
    expect(step.result).toEqual({ status: 'succeeded', exitCode: 0, outputs: { a: '1' } });
    expect(await step.log()).toBe('hello me\n');
    expect(recorded('run.0')).toContain(`--name=${name()}\n`);
  });

  it('gives variables by a private file, never on the command line, and removes the file', async () => {
    await docker('true', {}, { ownEnv: { TOKEN: CANARY, LINES: `${CANARY}\nx` }, masks: [CANARY] });
    expect(recorded('run.0')).not.toContain(CANARY);
    expect(recorded('run.0')).toContain('--env=LINES\n');
    expect(recorded('env.0')).toContain(`TOKEN=${CANARY}\n`);
    expect(recorded('mode.0')).toBe('600\n');
  });

  it('does not take the inherited environment into the container', async () => {
    await docker('true', {}, { ownEnv: { MINE: '1' } });
    expect(recorded('env.0')).toBe('MINE=1\nCHRONUM_OUTPUT=/chronum/output\n');
  });

  it('explains what the engine means by its exit codes', async () => {
    expect((await docker('true', { image: 'broken' })).result).toMatchObject({
      error: { kind: 'exit', exitCode: 125, message: expect.stringMatching(/could not start the container.*daemon/) },
    });
    expect((await docker('exit 127')).result).toMatchObject({
      error: { message: expect.stringMatching(/not found in the container/) },
    });
  });

  it('stops the container when aborted, and leaves none behind', async () => {
    const abort = new AbortController();
    const step = docker('touch begun; sleep 600', {}, { signal: abort.signal });
    await until(
      () => existsSync(join(harness.workspace, 'begun')) && existsSync(join(log, `${name()}.pid`)),
      'the script to begin',
    );
    abort.abort();
    expect((await step).result).toMatchObject({ status: 'stopped' });
    expect(recorded('calls')).toBe(`stop --time=1 ${name()}\nrm --force --volumes ${name()}\n`);
  });

  it('is cleaned up after by name alone', async () => {
    const processes = await new Promise<Parameters<NonNullable<typeof dockerExecutor.cleanup>>[1]['processes']>(
      (found) => {
        const probe = {
          ...dockerExecutor,
          execute: async (context: { processes: never }) => {
            found(context.processes);
            return { status: 'succeeded' as const };
          },
        };
        void harness.execute(probe as unknown as typeof dockerExecutor, { with: { image: 'alpine' } });
      },
    );
    await dockerExecutor.cleanup?.('chronum-left', { processes, env });
    expect(recorded('calls')).toBe('rm --force --volumes chronum-left\n');
  });

  it('takes bash when asked, and refuses a shell without a place for the script', async () => {
    await docker('true', {}, { shell: 'bash' });
    expect(recorded('run.0')).toMatch(/--entrypoint=bash\n[\s\S]*pipefail\n\/chronum\/script\n/);
    expect((await docker('true', {}, { shell: 'zsh -f' })).result).toMatchObject({
      error: { code: 'shell-without-script' },
    });
    expect((await docker('true', { command: ['ls'] })).result).toMatchObject({
      error: { code: 'invalid-config', message: expect.stringContaining('not both') },
    });
  });

  it('names the commands that install a missing engine', async () => {
    const before = process.env.PATH;
    process.env.PATH = harness.workspace;
    try {
      const context = { env: { PATH: harness.workspace } };
      expect((await docker('true', {}, context)).result).toMatchObject({
        error: {
          kind: 'spawn',
          code: 'engine-not-found',
          message: expect.stringMatching(/^Neither docker nor podman.*install.*docker.* or .*install.*podman/),
        },
      });
      expect((await docker('true', { engine: 'podman' }, context)).result).toMatchObject({
        error: { message: expect.stringMatching(/^podman is not on PATH/) },
      });
    } finally {
      process.env.PATH = before;
    }
  });

  it('leaves none of its files behind', async () => {
    await docker('true');
    rmSync(log, { recursive: true });
    expect(readdirSync(harness.workspace)).toEqual(['bin']);
  });
});
