import type { HttpConfig } from './schema.ts';

export interface HttpRequest {
  readonly url: URL;
  readonly init: RequestInit;
}

const USER_AGENT = 'chronum-studio';

export function buildRequest(config: HttpConfig, signal: AbortSignal): HttpRequest {
  const url = new URL(config.url);
  for (const [name, value] of Object.entries(config.query ?? {})) url.searchParams.append(name, String(value));
  const headers = new Headers({ 'user-agent': USER_AGENT, ...config.headers });
  if (config.auth !== undefined && !headers.has('authorization'))
    headers.set('authorization', authorization(config.auth));
  const { body } = config;
  const isJson = body !== undefined && typeof body !== 'string';
  if (isJson && !headers.has('content-type')) headers.set('content-type', 'application/json');
  return {
    url,
    init: {
      method: config.method,
      headers,
      signal,
      redirect: config.redirects === 'follow' ? 'follow' : 'manual',
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : (body as string) }),
    },
  };
}

function authorization(auth: NonNullable<HttpConfig['auth']>): string {
  if ('bearer' in auth) return `Bearer ${auth.bearer}`;
  return `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}`;
}

/** Milliseconds that a Retry-After header asks for; undefined when there is none that can be read. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
