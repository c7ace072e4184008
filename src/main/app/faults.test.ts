import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChronumEvent, runStream } from '../../core/run/event.ts';
import { foldAll } from '../../core/run/fold.ts';
import type { RunState } from '../../core/run/state.ts';
import { temporaryFolder } from '../../testing/temporary-store.ts';
import { createStudio, type Studio } from './studio.ts';

const HELPER = join(import.meta.dirname, '..', '..', 'helper', 'index.ts');
/** Bytes that a step prints without a newline; 500 MB at night. */
const FLOOD_BYTES = process.env.CHRONUM_NIGHTLY === undefined ? 60_000_000 : 500_000_000;

/** What real steps and a real machine do to a run. Nothing here is a double. */
describe.skipIf(process.platform === 'win32')('faults', () => {
  let folder: string;
  let remove: () => void;
  let studio: Studio;
  const rejections: unknown[] = [];
  const noteRejection = (reason: unknown) => rejections.push(reason);

  beforeEach(async () => {
    ({ folder, remove } = temporaryFolder());
    mkdirSync(join(folder, 'work'));
    process.on('unhandledRejection', noteRejection);
    studio = await createStudio({
      kind: 'terminal',
      dataFolder: join(folder, 'data'),
      helper: { helperCommand: process.execPath, helperArgs: [HELPER], env: process.env },
      ownFolder: folder,
      environment: process.env,
    });
  });
  afterEach(async () => {
    await studio.close();
    process.off('unhandledRejection', noteRejection);
    remove();
    expect(rejections.splice(0)).toEqual([]);
  });

  async function start(text: string) {
    writeFileSync(join(folder, 'work', 'f.chronum.yaml'), text);
    const started = await studio.startRun({
      workspace: join(folder, 'work'),
      file: 'f.chronum.yaml',
      params: {},
      trigger: { type: 'manual' },
      environment: studio.environment,
      needsTrust: false,
    });
    if (!started.ok) throw new Error(started.error.problems.join('\n'));
    return started.value;
  }

  async function run(text: string): Promise<RunState> {
    const { runId, finished } = await start(text);
    await finished;
    return stateOf(runId);
  }

  const eventsOf = (runId: string): ChronumEvent[] => studio.store.events.read(runStream(runId), 0);
  const stateOf = (runId: string): RunState => foldAll(eventsOf(runId))!;
  const until = (runId: string, look: (state: RunState) => boolean) =>
    expect.poll(() => look(stateOf(runId)), { timeout: 20_000 }).toBe(true);

  it('retries a step whose process somebody killed', async () => {
    const { runId, finished } = await start(
      'name: k\nsteps:\n  - {id: a, run: "test -e again || { touch again; exec sleep 60; }", retry: {limit: 1, delay: 1ms}}\n',
    );
    await until(runId, (state) => state.steps.get('a')?.attempts[0]?.pid !== undefined);
    process.kill(stateOf(runId).steps.get('a')!.attempts[0]!.pid!, 'SIGKILL');
    expect((await finished).status).toBe('succeeded');
    expect(
      stateOf(runId)
        .steps.get('a')
        ?.attempts.map((attempt) => attempt.error?.kind),
    ).toEqual(['signal', undefined]);
  });

  it('ends a step that ignores SIGTERM after its grace period', async () => {
    const { runId, finished } = await start(
      'name: i\nsteps:\n  - id: a\n    gracePeriod: 300ms\n    run: |\n      trap "" TERM\n      echo ready\n      while :; do sleep 0.1; done\n',
    );
    await until(runId, (state) => state.steps.get('a')?.attempts[0]?.pid !== undefined);
    studio.engine.cancelAll('test');
    expect((await finished).status).toBe('cancelled');
    expect(marked(runId)).toEqual([]);
  });

  it('ends everything that a step has forked', async () => {
    const { runId, finished } = await start(
      'name: b\nsteps:\n  - id: a\n    gracePeriod: 500ms\n    run: |\n      for i in $(seq 1 150); do (sleep 300 & sleep 300) & done\n      wait\n',
    );
    await expect.poll(() => marked(runId).length, { timeout: 30_000 }).toBeGreaterThan(200);
    studio.engine.cancelAll('test');
    await finished;
    await expect.poll(() => marked(runId), { timeout: 10_000 }).toEqual([]);
  });

  it('keeps a flood without a newline whole', async () => {
    const state = await run(
      `name: f\nsteps:\n  - {id: a, run: "head -c ${FLOOD_BYTES} /dev/zero | tr '\\\\0' x"}\n  - {id: b, needs: [a], run: echo done}\n`,
    );
    expect(state.end?.status).toBe('succeeded');
    expect(await studio.logs.size({ runId: state.runId, stepId: 'a', branch: 'body', attempt: 1 })).toBe(FLOOD_BYTES);
  });

  it('keeps binary output and a step that closes its output early', async () => {
    const state = await run(
      `name: x\nsteps:\n  - {id: bytes, run: "printf '\\\\377\\\\000\\\\376'"}\n  - {id: closed, run: "exec >&- 2>&-; sleep 0.1; exit 3"}\n`,
    );
    const key = { runId: state.runId, branch: 'body', attempt: 1 };
    const { bytes } = await studio.logs.readStream({ ...key, stepId: 'bytes' }, 'stdout', 100);
    expect([...bytes]).toEqual([255, 0, 254]);
    expect(state.steps.get('closed')?.error).toMatchObject({ kind: 'exit', exitCode: 3 });
  });

  it('says what to do when an interpreter is missing', async () => {
    const state = await run(
      'name: m\nsteps:\n  - {id: a, executor: python, run: "print(1)", with: {interpreter: /nowhere/python9}}\n  - {id: b, run: scripts/none.py, executor: python}\n',
    );
    expect(state.steps.get('a')?.error).toMatchObject({ kind: 'spawn' });
    expect(state.steps.get('a')?.error?.message).toContain('/nowhere/python9');
    expect(state.steps.get('b')?.reason).toBe('script-not-found');
  });

  it('tells steps what fired them, in a file that goes with the run', async () => {
    const state = await run(
      'name: t\nsteps:\n  - {id: a, run: "cat $CHRONUM_TRIGGER; echo; echo $CHRONUM_TRIGGER", outputs: {said: stdout}}\n',
    );
    const [json, path] = String(state.steps.get('a')?.outputs?.said).split('\n');
    expect(JSON.parse(json!)).toMatchObject({ type: 'manual' });
    expect(existsSync(path!)).toBe(false);
  });

  it('runs ten thousand steps', async () => {
    const steps = Array.from(
      { length: 10_000 },
      (_, i) => `  - {id: s${i}, executor: noop, needs: [${i === 0 ? '' : `s${i >> 1}`}]}`,
    );
    steps[0] = '  - {id: s0, executor: noop}';
    const { runId, finished } = await start(`name: many\nmaxParallel: 50\nsteps:\n${steps.join('\n')}\n`);
    expect((await finished).status).toBe('succeeded');
    const events = eventsOf(runId);
    expect(events.length).toBeGreaterThan(30_000);
    expect(foldAll(events)?.end?.status).toBe('succeeded');
  });

  const marked = (runId: string): string[] =>
    readdirSync('/proc').filter((name) => {
      if (!/^\d+$/.test(name)) return false;
      try {
        return readFileSync(`/proc/${name}/environ`, 'latin1').includes(`CHRONUM_ATTEMPT=${runId}/`);
      } catch {
        return false;
      }
    });
});
