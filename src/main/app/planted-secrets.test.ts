import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '../../contract/contract.ts';
import { maskPatterns } from '../../core/mask/patterns.ts';
import { runStream } from '../../core/run/event.ts';
import { createTestHost } from '../../testing/test-host.ts';
import { createRouter } from './router/index.ts';
import { createPortServer } from './serve-port.ts';
import { createStudio, type Studio } from './studio.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** One of each way in which a secret comes to a run. */
const FROM_ENVIRONMENT = 'canary-environment-7f3a';
const FROM_DOTENV = 'canary dotenv/+&=?ü 91c2';
const FROM_STORE = 'canary-store-5be8-$(x)';
const KEY = `-----BEGIN CANARY-----\n${'MIICanaryKeyLine0'.repeat(4)}\n${'SecondCanaryLine1'.repeat(4)}\n-----END CANARY-----`;
/** In a dotenv file, where people keep such things, without being declared. */
const UNLISTED = 'canary-unlisted-33d0';
const SECRETS = [FROM_ENVIRONMENT, FROM_DOTENV, FROM_STORE, KEY];
/** The names under which they are planted. */
const NAMES = ['IN_ENVIRONMENT', 'IN_DOTENV', 'IN_STORE', 'IN_STORE_KEY'] as const;

const FLOW = `name: canary
envFile: [.env]
secrets: [IN_ENVIRONMENT, IN_DOTENV]
env:
  HEADER: "Bearer \${{ secrets.IN_STORE }}"
steps:
  - id: clear
    run: |
      for name in IN_ENVIRONMENT IN_DOTENV IN_STORE IN_STORE_KEY; do printenv $name; printenv $name >&2; done
      echo "$HEADER and $COPY of $URL"
    secrets: [IN_STORE, IN_STORE_KEY]
    env: {COPY: "x\${{ secrets.IN_ENVIRONMENT }}x"}
  - id: encoded
    run: python3 -u encode.py
    secrets: [IN_STORE, IN_STORE_KEY]
  - id: pieces
    run: python3 -u pieces.py
    secrets: [IN_STORE, IN_STORE_KEY]
  - id: terminal
    tty: true
    run: printenv IN_STORE; printenv IN_DOTENV
    secrets: [IN_STORE]
  - id: left-in-a-file
    run: printenv IN_STORE > left.txt
    secrets: [IN_STORE]
  - id: found-in-a-file
    needs: [left-in-a-file]
    run: cat left.txt; rm left.txt; echo "store is [$IN_STORE]"
  - id: file-output
    run: echo "out=x\${IN_STORE}x" >> "$CHRONUM_OUTPUT"
    secrets: [IN_STORE]
    continueOnError: true
  - id: encoded-output
    run: printf %s "ab$IN_STORE" | base64 | sed 's/^/out=/' >> "$CHRONUM_OUTPUT"
    secrets: [IN_STORE]
    continueOnError: true
  - id: stdout-output
    run: printenv IN_STORE_KEY
    secrets: [IN_STORE_KEY]
    outputs: {text: stdout}
    continueOnError: true
  - id: missing-program
    run: echo
    shell: "\${{ env.SHELL_NAME }} {0}"
    env: {SHELL_NAME: none}
    continueOnError: true
  - id: echo-server
    executor: http
    continueOnError: true
    with:
      url: "http://127.0.0.1:PORT/a?token=\${{ secrets.IN_DOTENV }}"
      method: POST
      headers: {authorization: "Bearer \${{ secrets.IN_STORE }}", x-other: "\${{ secrets.IN_ENVIRONMENT }}"}
      body: {key: "\${{ secrets.IN_STORE_KEY }}"}
  - id: bad-header
    executor: http
    continueOnError: true
    with: {url: "http://127.0.0.1:PORT/", headers: {x: "\${{ secrets.IN_STORE_KEY }}"}}
  - id: bad-address
    executor: http
    continueOnError: true
    with: {url: "http://\${{ secrets.IN_STORE }}.invalid/"}
  - id: bad-option
    executor: http
    continueOnError: true
    with: {url: "\${{ secrets.IN_STORE }}"}
`;

const ENCODE = `import base64, json, os, urllib.parse
for name in ${JSON.stringify(NAMES)}:
    value = os.environ[name]
    raw = value.encode()
    for before in (b"", b"a", b"ab"):
        print(base64.b64encode(before + raw + b"tail").decode())
        print(base64.urlsafe_b64encode(before + raw).decode())
    print(base64.encodebytes(raw).decode())
    print(urllib.parse.quote(value), urllib.parse.quote(value, safe=""), urllib.parse.quote_plus(value))
    print(json.dumps({"value": value}, ensure_ascii=False))
`;

/** Each byte by a write of its own, then in chunks whose borders fall inside of each. */
const PIECES = `import os, time
for name in ${JSON.stringify(NAMES)}:
    raw = os.environ[name].encode()
    for i in range(len(raw)):
        os.write(1, raw[i:i + 1])
        if i % 7 == 3: time.sleep(0.002)
    os.write(1, b"\\n")
    for border in (65530, 65536 - len(raw) // 2):
        os.write(2, b"." * border + raw + b"\\n")
`;

describe('secrets planted in a run', () => {
  let home: string;
  let studio: Studio;
  let server: Server;
  let ports: MessagePort[];
  let client: ContractRouterClient<Contract>;
  let runId: string;
  let status: string;
  /** All that came over the port. */
  const traffic: unknown[] = [];

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'chronum-canary-'));
    const workspace = join(home, 'work');
    mkdirSync(workspace);
    server = createServer((request, response) => {
      const body: Buffer[] = [];
      request.on('data', (part: Buffer) => body.push(part));
      request.on('end', () => {
        const headers = JSON.stringify(request.headers);
        response.writeHead(200, { 'x-echo': encodeURIComponent(headers), 'content-type': 'text/plain' });
        response.end(`${request.url}\n${headers}\n${Buffer.concat(body)}\n`);
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    writeFileSync(join(workspace, 'chronum.yaml'), FLOW.replaceAll('PORT', String(port)));
    writeFileSync(join(workspace, '.env'), `IN_DOTENV='${FROM_DOTENV}'\nUNLISTED=${UNLISTED}\n`);
    writeFileSync(join(workspace, 'encode.py'), ENCODE);
    writeFileSync(join(workspace, 'pieces.py'), PIECES);

    studio = await createStudio({
      kind: 'app',
      dataFolder: join(home, 'data'),
      helper: {
        helperCommand: process.execPath,
        helperArgs: [join(root, 'src', 'helper', 'index.ts')],
        env: process.env,
      },
      ownFolder: root,
      environment: {
        ...process.env,
        IN_ENVIRONMENT: FROM_ENVIRONMENT,
        // Not a secret by its name, and not listed by the flow.
        URL: `https://me:${FROM_ENVIRONMENT}@example.com`,
        CHRONUM_PASSPHRASE: 'canary passphrase',
      },
    });
    await studio.secrets.protect({ kind: 'passphrase', passphrase: 'canary passphrase' });
    await studio.secrets.set('IN_STORE', FROM_STORE);
    await studio.secrets.set('IN_STORE_KEY', KEY);
    connect(workspace);
    const started = await studio.startRun({
      workspace,
      file: 'chronum.yaml',
      params: {},
      trigger: { type: 'manual' },
      environment: studio.environment,
      needsTrust: false,
    });
    if (!started.ok) throw new Error(started.error.problems.join('\n'));
    runId = started.value.runId;
    status = (await started.value.finished).status;
    for await (const item of await client.runs.events({ runId, afterSeq: 0 })) traffic.push(item);
    const key = { runId, stepId: 'clear', branch: 'body', attempt: 1 };
    for await (const { pieces } of await client.logs.follow({ key, from: 0 })) {
      traffic.push(...pieces.map(({ bytes }) => Buffer.from(bytes).toString()));
    }
    traffic.push(await client.runs.list({ limit: 10 }));
  }, 60_000);
  afterAll(async () => {
    for (const port of ports) port.close();
    await studio.close();
    server.close();
    rmSync(home, { recursive: true, force: true });
  });

  const connect = (workspace: string) => {
    const { store } = studio;
    const router = createRouter({
      ...studio,
      environment: () => studio.environment,
      host: createTestHost({ chooseFolder: async () => workspace }),
      keyValues: store.keyValues,
      log: store.events,
      runs: store.runs,
      now: () => new Date().toISOString(),
    });
    const { port1, port2 } = new MessageChannel();
    ports = [port1, port2];
    createPortServer(router)(port1);
    client = createORPCClient(new RPCLink({ port: port2 }));
  };

  /** What of the secrets stands in these bytes, in any form that is searched for. */
  const leaks = (bytes: Uint8Array): string[] => {
    const buffer = Buffer.from(bytes);
    return maskPatterns(SECRETS)
      .map((pattern) => Buffer.from(pattern))
      .filter((pattern) => buffer.includes(pattern))
      .map(String);
  };

  it('ran all of it, or this test shows nothing', () => {
    expect(status).toBe('succeeded');
    const events = studio.store.events.read(runStream(runId), 0);
    const kinds = events.flatMap((event) =>
      event.type === 'attempt.failed' ? [`${event.stepId} ${event.error.kind}`] : [],
    );
    expect(kinds.sort()).toEqual([
      'bad-address network',
      'bad-header network',
      'bad-option expression',
      'echo-server output',
      'encoded-output output',
      'file-output output',
      'missing-program spawn',
    ]);
  });

  it('stand in no byte of the data folder: database, its log, logs of steps, journals, locks', () => {
    const files = filesBelow(join(home, 'data'));
    expect(files.some((file) => file.endsWith('chronum.db-wal'))).toBe(true);
    expect(files.filter((file) => file.endsWith('.log')).length).toBeGreaterThan(7);
    for (const file of files) expect({ file, leaks: leaks(readFileSync(file)) }).toEqual({ file, leaks: [] });
  });

  it('would be found by this search', () => {
    for (const secret of SECRETS) expect(leaks(Buffer.from(`x${secret}`)).length).toBeGreaterThan(0);
    expect(leaks(readFileSync(join(home, 'work', '.env'))).length).toBeGreaterThan(0);
  });

  it('come over no port', () => {
    const text = JSON.stringify(traffic);
    expect(text).toContain('run.finished');
    expect(leaks(Buffer.from(text))).toEqual([]);
  });

  it('are printed by no command', () => {
    execFileSync(process.execPath, [join(root, 'scripts', 'build', 'index.ts'), '--if-stale', 'terminal'], {
      stdio: 'pipe',
    });
    const env = { ...process.env, CHRONUM_HOME: join(home, 'data') };
    for (const args of [
      ['events', runId, '--json'],
      ['events', runId],
      ['show', runId, '--json'],
      ['logs', runId],
      ['secrets', 'list', '--json'],
      ['doctor', '--json'],
      ['export', runId, '--format', 'json'],
    ]) {
      const out = execFileSync(process.execPath, [join(root, 'out', 'cli', 'index.mjs'), ...args], { env });
      expect(out.length).toBeGreaterThan(20);
      expect({ args, leaks: leaks(out) }).toEqual({ args, leaks: [] });
    }
  });

  it('are not in what is recorded of how each attempt ran, which says all else', () => {
    const events = studio.store.events.read(runStream(runId), 0);
    const prepared = new Map(
      events.flatMap((event) => (event.type === 'attempt.prepared' ? [[event.stepId, event]] : [])),
    );
    expect(prepared.get('clear')?.env?.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'COPY', from: 'step', value: 'x***x' },
      { name: 'HEADER', from: 'flow', value: 'Bearer ***' },
      { name: 'IN_DOTENV', from: 'secret' },
      { name: 'IN_ENVIRONMENT', from: 'secret' },
      { name: 'IN_STORE', from: 'secret' },
      { name: 'IN_STORE_KEY', from: 'secret' },
      { name: 'UNLISTED', from: 'file' },
    ]);
    expect(prepared.get('missing-program')).toMatchObject({ shell: 'none {0}' });
    expect(prepared.get('echo-server')?.with).toMatchObject({
      method: 'POST',
      headers: { authorization: 'Bearer ***', 'x-other': '***' },
      body: { key: '***' },
    });
    expect(JSON.stringify(events)).not.toContain(UNLISTED);
  });

  it('were masked, not lost: the rest of the output is there', async () => {
    const key = { runId, stepId: 'clear', branch: 'body', attempt: 1 };
    const { bytes } = await studio.logs.readStream(key, 'stdout', 1e6);
    const text = Buffer.from(bytes).toString();
    expect(text).toContain('Bearer *** and x***x of https://me:***@example.com');
    const found = await studio.logs.readStream({ ...key, stepId: 'found-in-a-file' }, 'stdout', 1e6);
    expect(Buffer.from(found.bytes).toString()).toBe('***\nstore is []\n');
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
