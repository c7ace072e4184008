import type { Json } from '../../../core/base/json.ts';
import { createMaskSet } from '../../../core/mask/masker.ts';
import type { Outputs, StepError } from '../../../core/run/event.ts';
import { OUTPUT_VALUE_LIMIT } from '../../../core/run/output-file.ts';
import type { ExecutionContext, ExecutionResult } from '../../ports/executor.ts';
import { defineExecutor } from '../define-executor.ts';
import { secretInOutputs } from '../secret-in-outputs.ts';
import { networkError } from './network-error.ts';
import { buildRequest, retryAfter } from './request.ts';
import { decodeText, type ResponseBody, readBody } from './response-body.ts';
import { expectsStatus, type HttpConfig, httpSchema } from './schema.ts';

/** Of a response's body: what is read, and goes to the log. */
const BODY_LIMIT = 1024 * 1024;

export const httpExecutor = defineExecutor({
  name: 'http',
  title: 'HTTP request',
  description: 'Sends a request; its response becomes outputs',
  icon: 'world',
  holdsSlot: true,
  takesScript: 'no',
  schema: httpSchema,
  secretFields: ['url', 'headers.*', 'query.*', 'body', 'body.**', 'auth.**'],
  execute: async (context) => {
    if (context.signal.aborted) return { status: 'stopped' };
    const log = maskedLog(context);
    const started = performance.now();
    let response: Response;
    let body: ResponseBody;
    let host = '';
    try {
      const { url, init } = buildRequest(context.config, context.signal);
      host = url.host;
      log(`${init.method} ${withoutPassword(url)}`);
      response = await fetch(url, init);
      body = await readBody(response, BODY_LIMIT);
    } catch (error) {
      if (context.signal.aborted) return { status: 'stopped' };
      return { status: 'failed', error: networkError(error, host) };
    }
    const elapsed = Math.round(performance.now() - started);
    log(`${statusOf(response)}, ${describeSize(body)} in ${elapsed} ms`);
    const text = decodeText(body.bytes);
    if (text === null) log('The body is not text: it is not shown.');
    else if (text !== '') log(text.replace(/\n$/, ''), 'stdout');
    return conclude(response, text, body, context);
  },
});

function conclude(
  response: Response,
  text: string | null,
  body: ResponseBody,
  context: ExecutionContext<HttpConfig>,
): ExecutionResult {
  const outputs = responseOutputs(response, text, body);
  const secret = secretInOutputs(outputs, context.masks);
  if (!expectsStatus(context.config.expect, response.status)) {
    const error = statusError(response, context.config.expect);
    return secret === null ? { status: 'failed', error, outputs } : { status: 'failed', error };
  }
  if (secret === null) return { status: 'succeeded', outputs };
  return { status: 'failed', error: { kind: 'output', code: secret.code, message: secret.message } };
}

function statusError(response: Response, expected: HttpConfig['expect']): StepError {
  const wait = retryAfter(response.headers.get('retry-after'), Date.now());
  return {
    kind: 'http',
    httpStatus: response.status,
    message: `status ${statusOf(response)}, expected ${expected.join(', ')}`,
    ...(wait === undefined ? {} : { retryAfter: wait }),
  };
}

/** `status`, `headers`, and of a body within the limit of a value `body`, and `json` when it is JSON. */
function responseOutputs(response: Response, text: string | null, { bytes, truncated }: ResponseBody): Outputs {
  const outputs: Record<string, Json> = {
    status: response.status,
    headers: Object.fromEntries(response.headers.entries()),
  };
  if (text === null || truncated || bytes.length > OUTPUT_VALUE_LIMIT) return outputs;
  outputs.body = text;
  if (/\bjson\b/i.test(response.headers.get('content-type') ?? '')) {
    try {
      outputs.json = JSON.parse(text) as Json;
    } catch {
      // It says so, but is not: `body` has it.
    }
  }
  return outputs;
}

type Log = ExecutionContext<unknown>['log'];

/** The server may send a secret back, and an address may hold one. */
function maskedLog({ masks, log }: ExecutionContext<unknown>): Log {
  const set = createMaskSet(masks);
  if (set === null) return log;
  return (text, stream) => {
    const masker = set.stream();
    const bytes = Buffer.concat([masker.push(Buffer.from(text)), masker.end()]);
    log(bytes.toString('utf8'), stream);
  };
}

function withoutPassword(url: URL): string {
  if (url.username === '' && url.password === '') return url.href;
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}

const statusOf = ({ status, statusText }: Response): string =>
  statusText === '' ? `${status}` : `${status} ${statusText}`;

const describeSize = ({ bytes, truncated }: ResponseBody): string =>
  truncated ? `more than ${bytes.length} bytes (cut off)` : `${bytes.length} bytes`;
