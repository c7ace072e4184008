import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExecutionHarness, type ExecutionHarness } from '../../../testing/execution-harness.ts';
import { httpExecutor } from './index.ts';
import { retryAfter } from './request.ts';
import { expectsStatus } from './schema.ts';

let harness: ExecutionHarness;
let server: Server;
let url: string;
let answer: (request: IncomingMessage, body: string, response: ServerResponse) => void;
let received: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];

beforeEach(async () => {
  harness = createExecutionHarness();
  received = [];
  answer = (_request, _body, response) => response.end('ok');
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    received.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    answer(request, body, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await harness.close();
});
const http = (config: object, context = {}) => harness.execute(httpExecutor, { with: config, context });

describe('an http step', () => {
  it('gives status, headers and body of the response', async () => {
    answer = (_request, _body, response) => response.writeHead(201, { 'x-one': '1' }).end('made');
    const step = await http({ url: `${url}/things` });
    expect(step.result).toMatchObject({
      status: 'succeeded',
      outputs: { status: 201, headers: { 'x-one': '1' }, body: 'made' },
    });
    expect(await step.log('stdout')).toBe('made\n');
    expect(await step.log('system')).toMatch(/^GET http:\/\/127.0.0.1:\d+\/things\n201 Created, 4 bytes in \d+ ms\n$/);
  });

  it('reads JSON', async () => {
    const json = { a: [1, { b: null }] };
    answer = (_request, _body, response) =>
      response.setHeader('content-type', 'application/problem+json').end(JSON.stringify(json));
    expect((await http({ url })).result).toMatchObject({ outputs: { json } });
  });

  it('sends method, query, headers, credentials and body', async () => {
    await http({
      url: `${url}/p?a=1`,
      method: 'PUT',
      query: { b: 'x y', c: 2 },
      headers: { 'X-Two': '2' },
      body: 'text',
    });
    await http({ url, method: 'POST', body: { n: 1 }, auth: { bearer: 'token' } });
    await http({ url, auth: { user: 'u', password: 'p' } });
    expect(received[0]).toMatchObject({
      method: 'PUT',
      url: '/p?a=1&b=x+y&c=2',
      headers: { 'x-two': '2' },
      body: 'text',
    });
    expect(received[1]).toMatchObject({
      method: 'POST',
      body: '{"n":1}',
      headers: { 'content-type': 'application/json', authorization: 'Bearer token' },
    });
    expect(received[2]?.headers.authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
  });

  it('fails for a status that was not expected, with what the server asks for', async () => {
    answer = (_request, _body, response) => response.writeHead(503, { 'retry-after': '7' }).end('busy');
    expect((await http({ url })).result).toMatchObject({
      status: 'failed',
      error: {
        kind: 'http',
        httpStatus: 503,
        retryAfter: 7_000,
        message: 'status 503 Service Unavailable, expected 2xx',
      },
      outputs: { body: 'busy' },
    });
    expect((await http({ url, expect: [503] })).result).toMatchObject({ status: 'succeeded' });
  });

  it('keeps redirects when asked', async () => {
    answer = (request, _body, response) =>
      request.url === '/' ? response.writeHead(302, { location: '/there' }).end() : response.end('there');
    expect((await http({ url })).result).toMatchObject({ outputs: { body: 'there' } });
    expect((await http({ url, redirects: 'keep', expect: [302] })).result).toMatchObject({
      outputs: { headers: { location: '/there' } },
    });
  });

  it('tells why the network failed', async () => {
    const port = (server.address() as AddressInfo).port;
    await new Promise((resolve) => server.close(resolve));
    expect((await http({ url })).result).toMatchObject({
      status: 'failed',
      error: {
        kind: 'network',
        code: 'ECONNREFUSED',
        message: expect.stringContaining(`nothing answers at 127.0.0.1:${port}`),
      },
    });
    server.listen(port, '127.0.0.1');
    answer = (_request, _body, response) => response.destroy();
    expect((await http({ url })).result).toMatchObject({
      error: { kind: 'network', message: expect.stringContaining('closed the connection') },
    });
  });

  it('ends when aborted', async () => {
    const abort = new AbortController();
    answer = () => abort.abort();
    expect((await http({ url }, { signal: abort.signal })).result).toEqual({ status: 'stopped' });
    expect((await http({ url }, { signal: abort.signal })).result).toEqual({ status: 'stopped' });
  });

  it('leaves what is too much with the server', async () => {
    answer = (_request, _body, response) => response.end('x'.repeat(3_000_000));
    const step = await http({ url });
    expect(step.result).toMatchObject({ status: 'succeeded', outputs: { status: 200 } });
    expect(step.result).not.toHaveProperty('outputs.body');
    expect((await step.log('stdout')).length).toBe(1024 * 1024 + 1);
    expect(await step.log('system')).toContain('cut off');
  });

  it('does not show what is no text', async () => {
    answer = (_request, _body, response) => response.end(Buffer.from([0, 1, 0xff]));
    const step = await http({ url });
    expect(await step.log()).toContain('not text');
    expect(step.result).not.toHaveProperty('outputs.body');
  });

  it('shows no secret, wherever it stands', async () => {
    answer = (_request, body, response) => response.writeHead(500).end(`you sent ${body}`);
    const masks = ['hunter2-secret', 'p@ss/word'];
    const step = await http(
      {
        url: `${url}/hunter2-secret?x=p%40ss%2Fword`,
        method: 'POST',
        headers: { 'x-key': 'hunter2-secret' },
        body: { key: 'hunter2-secret' },
      },
      { masks },
    );
    expect(received[0]?.headers['x-key']).toBe('hunter2-secret');
    expect(`${await step.log()} ${JSON.stringify(step.result)}`).not.toMatch(/hunter2-secret|p%40ss|p@ss/);
    answer = (_request, _body, response) => response.end('hunter2-secret');
    expect((await http({ url }, { masks })).result).toMatchObject({
      status: 'failed',
      error: { kind: 'output', code: 'output-has-secret' },
    });
    const password = await http({ url: url.replace('://', '://user:open@') });
    expect(await password.log()).not.toContain('open');
  });

  it.each([
    [{}, 'with.url: '],
    [{ url: 'ftp://x' }, 'with.url: must be an address that begins with http'],
    [{ url: 'http://x', methd: 'GET' }, 'with: unknown key "methd"'],
    [{ url: 'http://x', method: 'GETT' }, 'with.method: '],
    [{ url: 'http://x', expect: ['2x'] }, 'with.expect.0: '],
    [{ url: 'http://x', headers: { a: 1 } }, 'with.headers.a: '],
  ])('refuses %j', (config, problem) => {
    const parsed = httpExecutor.parse(config);
    expect(parsed.ok ? [] : parsed.problems).toEqual([expect.stringContaining(problem)]);
  });
});

it.each([
  [['2xx'], 204, true],
  [['2xx'], 301, false],
  [[404], 404, true],
  [['200-204', 'xxx', '3xx'], 204, true],
  [['200-204'], 205, false],
] as const)('expecting %j, %i is a success: %s', (expected, status, success) => {
  expect(expectsStatus([...expected], status)).toBe(success);
});

it.each([
  ['120', 120_000],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 30_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['soon', undefined],
  [null, undefined],
])('Retry-After: %s asks for %s ms', (header, wait) => {
  expect(retryAfter(header, 30_000)).toBe(wait);
});
