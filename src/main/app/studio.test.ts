import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Contract } from '../../contract/contract.ts';
import type { FlowRow } from '../../contract/models.ts';
import type { ChronumEvent } from '../../core/run/event.ts';
import { createTestHost } from '../../testing/test-host.ts';
import { until } from '../../testing/until.ts';
import { createRouter } from './router/index.ts';
import { createPortServer } from './serve-port.ts';
import { createStudio, type Studio } from './studio.ts';
import { createWindowRequests, type WindowRequests } from './window-requests.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** A studio with a real store and real processes, and a window's end of the port to it. */
describe('the studio behind its port', () => {
  let home: string;
  let workspace: string;
  let studio: Studio;
  let client: ContractRouterClient<Contract>;
  let ports: MessagePort[];
  let chosen: string | null;
  let requests: WindowRequests;

  const open = async () => {
    studio = await createStudio({
      kind: 'app',
      dataFolder: join(home, 'data'),
      helper: {
        helperCommand: process.execPath,
        helperArgs: [join(root, 'src', 'helper', 'index.ts')],
        env: process.env,
      },
      ownFolder: root,
      environment: { ...process.env, FROM_STARTER: 'yes' },
    });
    const { store } = studio;
    const router = createRouter({
      ...studio,
      environment: () => studio.environment,
      host: createTestHost({ requests, chooseFolder: async () => chosen }),
      keyValues: store.keyValues,
      log: store.events,
      runs: store.runs,
      now: () => new Date().toISOString(),
    });
    serve = createPortServer(router);
    connect();
  };
  let serve: ReturnType<typeof createPortServer>;
  const connect = () => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    serve(port1);
    client = createORPCClient(new RPCLink({ port: port2 }));
  };
  const disconnect = () => {
    for (const port of ports.splice(0)) port.close();
  };
  const write = (file: string, text: string) => {
    mkdirSync(join(workspace, file, '..'), { recursive: true });
    writeFileSync(join(workspace, file), text);
  };
  const openWorkspace = async ({ trusted = true } = {}) => {
    chosen = workspace;
    await client.workspaces.choose();
    if (trusted) await client.workspaces.trust({ workspace, trusted });
  };

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'chronum-studio-'));
    workspace = join(home, 'work');
    mkdirSync(workspace);
    ports = [];
    chosen = null;
    requests = createWindowRequests();
    await open();
  });
  afterEach(async () => {
    disconnect();
    await studio.close();
    rmSync(home, { recursive: true, force: true });
  });

  /** All events of a run, in the order of the stream, up to its end. */
  const eventsOf = async (runId: string): Promise<ChronumEvent[]> => {
    const all: ChronumEvent[] = [];
    for await (const { events } of await client.runs.events({ runId, afterSeq: 0 })) all.push(...events);
    return all;
  };
  const outputOf = async (runId: string, stepId: string): Promise<string> => {
    const key = { runId, stepId, branch: 'body', attempt: 1 };
    const bytes: Uint8Array[] = [];
    for await (const { pieces } of await client.logs.follow({ key, from: 0 })) {
      bytes.push(...pieces.map((piece) => piece.bytes));
    }
    return Buffer.concat(bytes).toString();
  };

  const next = async <T>(stream: AsyncIterator<T, unknown>): Promise<T> => {
    const item = await stream.next();
    if (item.done) throw new Error('the stream ended');
    return item.value;
  };

  it('asks the window to show something, once, also when it opens later', async () => {
    requests.ask({ show: 'run', runId: 'earlier' });
    const stream = await client.app.requests();
    expect(await next(stream)).toEqual({ show: 'run', runId: 'earlier' });
    requests.ask({ show: 'flow', workspace, file: 'chronum.yaml' });
    expect(await next(stream)).toEqual({ show: 'flow', workspace, file: 'chronum.yaml' });
    disconnect();
    connect();
    const again = next(await client.app.requests());
    requests.ask({ show: 'run', runId: 'later' });
    expect(await again).toEqual({ show: 'run', runId: 'later' });
  });

  it('runs a flow, streams its events and output, and remembers it', async () => {
    write('chronum.yaml', 'name: hello\nsteps:\n  - name: greet\n    run: echo "hello $FROM_STARTER"; echo oops >&2\n');
    await openWorkspace();
    const { runId } = await client.runs.start({ workspace, file: 'chronum.yaml' });
    const events = await eventsOf(runId);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ type: 'run.finished', status: 'succeeded' });
    expect(await outputOf(runId, 'greet')).toContain('hello yes\n');
    expect(await client.runs.get({ runId })).toMatchObject({ status: 'succeeded', flowName: 'hello', workspace });
    expect((await client.runs.list({})).runs.map(({ id }) => id)).toEqual([runId]);
  });

  it('looks for programs on the path that it is told of later', async () => {
    const programs = join(home, 'programs');
    mkdirSync(programs);
    writeFileSync(join(programs, 'my-tool'), '#!/bin/sh\necho from my tool\n', { mode: 0o755 });
    write('chronum.yaml', 'name: tool\nsteps:\n  - {id: use, run: my-tool}\n');
    await openWorkspace();
    studio.usePath(`${programs}:${studio.environment.PATH}`);
    const { runId } = await client.runs.start({ workspace, file: 'chronum.yaml' });
    expect((await eventsOf(runId)).at(-1)).toMatchObject({ type: 'run.finished', status: 'succeeded' });
    expect(await outputOf(runId, 'use')).toBe('from my tool\n');
  });

  it('resumes a stream of events where the lost connection broke off', async () => {
    write(
      'chronum.yaml',
      'name: slow\nsteps:\n  - {name: a, run: sleep 0.3}\n  - {name: b, run: sleep 0.3, needs: [a]}\n',
    );
    await openWorkspace();
    const { runId } = await client.runs.start({ workspace, file: 'chronum.yaml' });
    let seen = 0;
    for await (const { events } of await client.runs.events({ runId, afterSeq: 0 })) {
      seen = events.at(-1)?.seq ?? seen;
      if (seen >= 3) break;
    }
    disconnect();
    connect();
    const rest: ChronumEvent[] = [];
    for await (const { events } of await client.runs.events({ runId, afterSeq: seen })) rest.push(...events);
    expect(rest[0]?.seq).toBe(seen + 1);
    expect(rest.at(-1)?.type).toBe('run.finished');
  });

  it('cancels a run by a command, once however often it is asked', async () => {
    write('chronum.yaml', 'name: long\nsteps:\n  - {name: wait, run: sleep 600}\n');
    await openWorkspace();
    const { runId } = await client.runs.start({ workspace, file: 'chronum.yaml' });
    const ended = eventsOf(runId);
    const command = { id: 'cancel-once', runId, kind: 'cancel' } as const;
    expect(await client.runs.command(command)).toEqual({ accepted: true });
    await client.runs.command(command);
    const events = await ended;
    expect(events.filter(({ type }) => type === 'run.cancel-requested')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ status: 'cancelled' });
    expect(await client.runs.command({ ...command, id: 'cancel-late' })).toEqual({ accepted: false });
  });

  it('runs nothing of a workspace before it is trusted', async () => {
    write('chronum.yaml', 'name: hello\nsteps: [{name: a, run: touch ran}]\n');
    await openWorkspace({ trusted: false });
    await expect(client.runs.start({ workspace, file: 'chronum.yaml' })).rejects.toMatchObject({ code: 'NOT_TRUSTED' });
    expect(existsSync(join(workspace, 'ran'))).toBe(false);
    await client.workspaces.trust({ workspace, trusted: true });
    const { runId } = await client.runs.start({ workspace, file: 'chronum.yaml' });
    await eventsOf(runId);
    expect(existsSync(join(workspace, 'ran'))).toBe(true);
  });

  it('refuses a flow with errors, and parameters that do not fit, all at once', async () => {
    write('chronum.yaml', 'name: broken\nsteps:\n  - {name: a, run: echo, neds: [b]}\n');
    write(
      'p.chronum.yaml',
      'name: p\nparams: {count: 3, mode: {type: choice, options: [x, y]}}\nsteps: [{name: a, run: echo}]\n',
    );
    await openWorkspace();
    await expect(client.runs.start({ workspace, file: 'chronum.yaml' })).rejects.toMatchObject({
      code: 'INVALID',
      data: { problems: [expect.stringMatching(/^chronum\.yaml:3:\d+ error .*needs/)] },
    });
    const params = { count: 'many', mode: 'z', other: 1 };
    await expect(client.runs.start({ workspace, file: 'p.chronum.yaml', params })).rejects.toMatchObject({
      code: 'INVALID',
      data: {
        problems: [expect.stringContaining('other'), expect.stringContaining('count'), expect.stringContaining('mode')],
      },
    });
    expect((await client.runs.list({})).runs).toEqual([]);
  });

  it('lists flows, and tells when one is written, changed, renamed or run', async () => {
    write('flows/a.yaml', 'name: a\nsteps: [{name: s, run: echo}]\n');
    write('node_modules/x/chronum.yaml', 'name: not-ours\nsteps: []\n');
    write('notes.yaml', 'a: 1\n');
    await openWorkspace();
    const stream = await client.flows.watch({ workspace });
    const nextFlows = async (until: (flows: readonly FlowRow[]) => boolean): Promise<readonly FlowRow[]> => {
      for (;;) {
        const { flows } = await next(stream);
        if (until(flows)) return flows;
      }
    };
    const [first] = await nextFlows((flows) => flows.length === 1);
    expect(first).toMatchObject({ file: 'flows/a.yaml', name: 'a', steps: 1, errors: 0, lastRun: null });

    write('chronum.yaml', 'name: b\nstep: []\n');
    const two = await nextFlows((flows) => flows.length === 2);
    expect(two.find(({ file }) => file === 'chronum.yaml')?.errors).toBeGreaterThan(0);

    await client.runs.start({ workspace, file: 'flows/a.yaml' });
    await nextFlows((flows) => flows.some(({ lastRun }) => lastRun?.status === 'succeeded'));

    renameSync(join(workspace, 'flows/a.yaml'), join(workspace, 'flows/c.yaml'));
    const moved = await nextFlows((flows) => flows.some(({ file }) => file === 'flows/c.yaml'));
    expect(moved.find(({ file }) => file === 'flows/c.yaml')).toMatchObject({
      flowId: first?.flowId,
      lastRun: { status: 'succeeded' },
    });
    await stream.return?.();
  });

  it('opens a flow file and follows its changes; nothing else of the disk', async () => {
    write('chronum.yaml', 'name: one\nsteps: [{name: a, run: echo}]\n');
    write('secret.txt', 'no flow');
    symlinkSync('/etc', join(workspace, 'flows'));
    await openWorkspace();
    const stream = await client.flows.open({ workspace, file: 'chronum.yaml' });
    expect((await next(stream)).document).toMatchObject({ flow: { name: 'one' }, lines: { a: 2 } });
    write('chronum.yaml', 'name: two\nsteps: [{name: a, run: echo}]\n');
    expect((await next(stream)).document).toMatchObject({ flow: { name: 'two' } });
    rmSync(join(workspace, 'chronum.yaml'));
    expect((await next(stream)).document).toBeNull();
    await stream.return?.();

    const first = async (file: string) => next(await client.flows.open({ workspace, file }));
    await expect(first('secret.txt')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(first('../work/chronum.yaml')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(first('/etc/passwd')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await first('flows/netplan/x.yaml')).toEqual({ document: null });
    await expect(client.workspaces.open({ workspace: '/etc' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('tells of changed runs, and keeps settings and layout', async () => {
    write('chronum.yaml', 'name: hello\nsteps: [{name: a, run: echo}]\n');
    await openWorkspace();
    const stream = await client.runs.watch({});
    const told = (async () => {
      for await (const { runs } of stream) if (runs.some(({ status }) => status === 'succeeded')) return true;
      return false;
    })();
    await client.runs.start({ workspace, file: 'chronum.yaml' });
    expect(await told).toBe(true);

    const settings = await client.settings.watch();
    expect(await next(settings)).toMatchObject({ theme: 'system' });
    await client.settings.set({ theme: 'dark' });
    expect(await next(settings)).toMatchObject({ theme: 'dark', density: 'regular' });
    expect(readFileSync(join(home, 'data', 'settings.json'), 'utf8')).toContain('"theme": "dark"');
    await settings.return?.();

    await client.layout.set({ key: 'panels', value: { left: 240 } });
    expect(await client.layout.get({ key: 'panels' })).toEqual({ left: 240 });
    expect(await client.layout.get({ key: 'other' })).toBeNull();
    expect(await client.app.info()).toMatchObject({ version: '1.2.3', electron: null, notices: [] });
  });

  it('goes on with a run whose process died, or ends it, when a person asks', async () => {
    write('chronum.yaml', 'name: one\nsteps:\n  - {id: a, run: "echo ran >> ran; test -f go || sleep 600"}\n');
    await openWorkspace();
    await client.settings.set({ onInterrupted: 'ask' });
    const ids = [];
    for (let i = 0; i < 2; i++) ids.push((await client.runs.start({ workspace, file: 'chronum.yaml' })).runId);
    const [first, second] = ids as [string, string];
    const ran = () => (existsSync(join(workspace, 'ran')) ? readFileSync(join(workspace, 'ran'), 'utf8') : '');
    await until(() => ran() === 'ran\nran\n', 'the steps');
    disconnect();
    await studio.close();
    writeFileSync(join(workspace, 'go'), '');
    await open();
    const statusOf = async (runId: string) => (await client.runs.get({ runId })).status;
    await until(
      async () => (await statusOf(first)) === 'interrupted' && (await statusOf(second)) === 'interrupted',
      'the mark',
    );
    const ask = (runId: string, kind: 'resume' | 'cancel') =>
      client.runs.command({ id: `${kind}-${runId}`, runId, kind });
    expect(await ask(first, 'resume')).toEqual({ accepted: true });
    expect(await ask(second, 'cancel')).toEqual({ accepted: true });
    expect((await eventsOf(first)).at(-1)).toMatchObject({ type: 'run.finished', status: 'succeeded' });
    expect((await eventsOf(second)).at(-1)).toMatchObject({ type: 'run.finished', status: 'cancelled' });
    expect(ran()).toBe('ran\nran\nran\n');
  });

  it('types into a step on a terminal, and tells it its size', async () => {
    write(
      'chronum.yaml',
      'name: ask\nsteps:\n  - {id: who, tty: true, run: \'read -p "name? " name; stty size; echo "hello $name"\'}\n  - {id: deaf, run: sleep 600}\nmaxParallel: 2\n',
    );
    await openWorkspace();
    const { runId } = await client.runs.start({ workspace, file: 'chronum.yaml' });
    const key = { runId, stepId: 'who', branch: 'body', attempt: 1 };
    const log = () => {
      const path = studio.logs.pathOf(key);
      return existsSync(path) ? readFileSync(path, 'utf8') : '';
    };
    await until(() => log().includes('name? '), 'the prompt');
    expect(await client.runs.input({ id: 'input-001', key, size: { columns: 91, rows: 17 } })).toEqual({
      accepted: true,
    });
    expect(await client.runs.input({ id: 'input-002', key, text: 'Ada\r' })).toEqual({ accepted: true });
    await until(() => log().includes('hello Ada'), 'the answer');
    expect(log()).toContain('17 91');
    await expect(
      client.runs.input({ id: 'input-003', key: { ...key, stepId: 'deaf' }, text: 'x' }),
    ).rejects.toMatchObject({ code: 'INVALID' });
    await client.runs.command({ id: 'cancel-it', runId, kind: 'cancel' });
    expect((await eventsOf(runId)).at(-1)).toMatchObject({ type: 'run.finished', status: 'cancelled' });
  });

  it('resumes at the next start what was left running', async () => {
    const flow =
      'name: two\nsteps:\n  - {name: a, run: echo a >> ran}\n  - {name: b, run: "echo b >> ran; test -f go", needs: [a], onLost: rerun}\n';
    write('chronum.yaml', flow.replace('test -f go', 'test -f go || sleep 600'));
    await openWorkspace();
    const { runId } = await client.runs.start({ workspace, file: 'chronum.yaml' });
    while (!existsSync(join(workspace, 'ran')) || !readFileSync(join(workspace, 'ran'), 'utf8').includes('b')) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    disconnect();
    await studio.close();
    writeFileSync(join(workspace, 'go'), '');
    await open();
    const events = await eventsOf(runId);
    expect(events.at(-1)).toMatchObject({ type: 'run.finished', status: 'succeeded' });
    expect(events.map(({ type }) => type)).toContain('attempt.lost');
    expect(readFileSync(join(workspace, 'ran'), 'utf8')).toBe('a\nb\nb\n');
  });
});
