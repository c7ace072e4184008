import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChronumEvent } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import { until } from '../../testing/until.ts';
import { createStudio, type Studio } from '../app/studio.ts';
import type { Notification } from '../ports/hooks.ts';

const root = join(import.meta.dirname, '..', '..', '..');

describe('hooks of flows, in a studio with real processes', () => {
  let home: string;
  let studio: Studio;
  let shown: Notification[];
  let server: Server;
  let requests: { headers: Record<string, unknown>; body: string }[];
  let answer: number;

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'chronum-hooks-'));
    shown = [];
    requests = [];
    answer = 204;
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (piece) => (body += piece));
      request.on('end', () => {
        requests.push({ headers: request.headers, body });
        response.writeHead(answer).end();
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    await open();
  });
  afterEach(async () => {
    await studio.close();
    server.close();
    rmSync(home, { recursive: true, force: true });
  });

  const open = async (kind: 'terminal' | 'daemon' = 'terminal') => {
    studio = await createStudio({
      kind,
      dataFolder: join(home, 'data'),
      helper: {
        helperCommand: process.execPath,
        helperArgs: [join(root, 'src', 'helper', 'index.ts')],
        env: process.env,
      },
      ownFolder: root,
      environment: { ...process.env, HOOK_TOKEN: 'very-secret-key' },
      notifications: { show: (notification) => void shown.push(notification) },
    });
  };
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
  const run = async (text: string) => {
    writeFileSync(join(home, 'chronum.yaml'), text);
    const started = await studio.startRun({
      workspace: home,
      file: 'chronum.yaml',
      params: {},
      trigger: { type: 'cli' },
      environment: studio.environment,
      needsTrust: false,
    });
    if (!started.ok) throw new Error(started.error.problems.join('\n'));
    const { runId, finished } = started.value;
    return { runId, ended: await finished };
  };
  const events = (stream: string): ChronumEvent[] => studio.store.events.read(stream, 0);
  const failures = (stream: string) =>
    events(stream).flatMap((event) =>
      event.type === 'hook.failed' ? [`${event.hook} ${event.event}: ${event.message}`] : [],
    );

  it('runs scripts with the event, as file and as variables', async () => {
    const { ended } = await run(`
name: scripts
hooks:
  - on: attempt.failed
    if: event.attempt >= 2
    run: cp "$CHRONUM_EVENT" event.json; echo "$CHRONUM_EVENT_TYPE $CHRONUM_EVENT_STEP_ID $CHRONUM_EVENT_ATTEMPT $GREETING $CHRONUM_FLOW" > variables
env: {GREETING: hello}
steps:
  - {id: flaky, run: exit 3, retry: {limit: 1, delay: 0s}}
`);
    await studio.close();
    expect(ended.status).toBe('failed');
    expect(readFileSync(join(home, 'variables'), 'utf8')).toBe('attempt.failed flaky 2 hello scripts\n');
    expect(JSON.parse(readFileSync(join(home, 'event.json'), 'utf8'))).toMatchObject({
      type: 'attempt.failed',
      error: { exitCode: 3 },
      attempt: 2,
    });
    await open();
  });

  it('shows notifications, with what the run knows at the event', async () => {
    const { runId } = await run(`
name: notices
params: {who: you}
hooks:
  - {on: step.*, notify: {title: "\${{ event.type }} for \${{ params.who }}", urgency: low}}
  - {on: run.finished, if: 'steps.a.outputs.x == "1"', notify: {title: done, body: "\${{ event.status }}"}}
steps:
  - {id: a, run: 'echo x=1 >> "$CHRONUM_OUTPUT"'}
`);
    await until(() => shown.length === 2, 'the hooks');
    expect(shown).toEqual([
      { title: 'step.succeeded for you', urgency: 'low', runId },
      { title: 'done', body: 'succeeded', urgency: 'normal', runId },
    ]);
  });

  it('posts to addresses, with secrets in headers alone', async () => {
    const { runId } = await run(`
name: webhooks
hooks:
  - on: run.finished
    webhook: {url: '${address()}', headers: {Authorization: "Bearer \${{ secrets.HOOK_TOKEN }}"}}
  - on: run.finished
    webhook: {url: '${address()}', body: {is: "\${{ event.status }}"}}
steps: [{id: a, executor: noop}]
`);
    await until(() => requests.length === 2, 'the hooks');
    const [first, second] = requests.sort((a, b) => b.body.length - a.body.length);
    expect(first?.headers).toMatchObject({
      authorization: 'Bearer very-secret-key',
      'content-type': 'application/json',
    });
    expect(JSON.parse(first?.body ?? '')).toMatchObject({ type: 'run.finished', runId, status: 'succeeded' });
    expect(JSON.parse(second?.body ?? '')).toEqual({ is: 'succeeded' });
    expect(JSON.stringify(events(runStream(runId)))).not.toContain('very-secret-key');
  });

  it('finds secrets where steps find them, and shows none in what scripts print or fail with', async () => {
    writeFileSync(join(home, 'own.env'), 'DOT_TOKEN=from-the-dotenv-file\n');
    const { runId } = await run(`
name: careful
envFile: own.env
env: {GIVEN: "\${{ secrets.DOT_TOKEN }}"}
hooks:
  - on: run.started
    run: echo "$GIVEN"; printf %s "$GIVEN" | base64; exit 5
  - on: run.finished
    webhook: {url: 'http://127.0.0.1:1/\${{ secrets.DOT_TOKEN }}'}
  - on: run.finished
    webhook: {url: '${address()}', headers: {Authorization: "\${{ secrets.DOT_TOKEN }}"}}
steps: [{id: a, executor: noop}]
`);
    await until(() => requests.length === 1, 'the webhook');
    expect(requests[0]?.headers).toMatchObject({ authorization: 'from-the-dotenv-file' });
    const all = () => [...failures(runStream(runId)), ...failures('system')];
    await until(() => all().length === 2, 'the failures');
    expect(all().join('\n')).not.toContain('dotenv-file');
    const log = readFileSync(studio.logs.pathOf({ runId, stepId: 'hooks[0]', branch: 'hook', attempt: 1 }), 'utf8');
    expect(log).toContain('***');
    expect(log).not.toContain('from-the-dotenv-file');
    expect(log).not.toContain(Buffer.from('from-the-dotenv-file').toString('base64').slice(0, 12));
  });

  it('hears of instants, those that make a run and those that do not', async () => {
    await studio.close();
    await open('daemon');
    writeFileSync(
      join(home, 'chronum.yaml'),
      `name: often
triggers: [{every: 400ms}]
hooks: [{on: schedule.fired, notify: {title: "\${{ event.type }}"}}]
steps: [{id: a, run: sleep 600}]
`,
    );
    const heard: string[] = [];
    studio.hooks.attach({
      name: 'here',
      workspace: home,
      on: { 'schedule.*': (event) => void heard.push(event.type) },
    });
    studio.hooks.attach({ name: 'there', workspace: '/other', on: { 'schedule.*': () => void heard.push('wrong') } });
    await studio.workspaces.open(home);
    studio.workspaces.trust(home, true);
    await until(() => heard.includes('schedule.deferred'), 'an instant without a run of its own');
    expect(heard[0]).toBe('schedule.fired');
    expect(heard).not.toContain('wrong');
    await until(() => shown.length > 0, "the flow's own hook");
    expect(shown[0]).toMatchObject({ title: 'schedule.fired' });
    studio.engine.killAll();
  });

  it('leaves failures in the stream of the run, or after its end in system, and never harms it', async () => {
    answer = 500;
    const { runId, ended } = await run(`
name: failures
hooks:
  - {on: attempt.started, run: exit 9}
  - {on: attempt.started, run: sleep 30, timeout: 100ms}
  - {on: run.started, if: event.nothing.at.all > 3, notify: {title: never}}
  - {on: run.finished, webhook: '${address()}'}
  - {on: hook.failed, run: exit 4}
steps: [{id: a, run: sleep 1}]
`);
    expect(ended.status).toBe('succeeded');
    await until(() => failures('system').length >= 1, 'the hooks');
    await until(() => failures(runStream(runId)).length >= 3, 'the hooks');
    const inRun = failures(runStream(runId));
    expect(inRun).toContain('hooks[0] attempt.started: exit code 9');
    expect(inRun).toContain('hooks[1] attempt.started: did not finish within 100ms, and was cut off');
    expect(inRun.find((one) => one.startsWith('hooks[2] run.started: if: '))).toBeDefined();
    expect(inRun).toContain('hooks[4] hook.failed: exit code 4');
    expect(failures('system').join('\n')).toMatch(/hooks\[3\] run.finished: 127.0.0.1:\d+ answered 500/);
    expect(events(runStream(runId)).at(-1)?.type).toBe('run.finished');
    expect(shown).toEqual([]);
  });

  it('is not told of a past that is only read again', async () => {
    const { runId } = await run(`
name: once
hooks: [{on: run.finished, notify: {title: once}}]
steps: [{id: a, executor: noop}]
`);
    await until(() => shown.length === 1, 'the hooks');
    await studio.close();
    await open();
    await studio.engine.recover();
    expect(events(runStream(runId)).at(-1)?.type).toBe('run.finished');
    expect(shown).toHaveLength(1);
  });
});
