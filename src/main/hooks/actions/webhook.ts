import { isJsonObject, type Json } from '../../../core/base/json.ts';
import type { Scope } from '../../../core/expression/index.ts';
import type { ChronumEvent } from '../../../core/run/event.ts';
import { fill } from '../fill.ts';
import type { ActionParts, Occasion, Perform } from './action.ts';
import { readSecrets } from './secrets.ts';

/** Sends the event, or what the flow says instead, to an address. Anything but a status of 2xx is a failure. */
export function webhookAction(webhook: Json, { event, run }: Occasion, scope: Scope, parts: ActionParts): Perform {
  const written = isJsonObject(webhook) ? webhook : { url: webhook };
  const filled = fill(written, scope);
  return async (signal) => {
    const { values, guard } = await readSecrets(filled.secrets, run, parts.findSecrets);
    await guard(() => send(filled.with(values) as unknown as Webhook, event, signal));
  };
}

async function send(webhook: Webhook, event: ChronumEvent, signal: AbortSignal): Promise<void> {
  const { url, method = 'POST', headers = {}, body } = webhook;
  try {
    if (!/^https?:\/\//i.test(url))
      throw new Error(`\`${url}\` is not an address that begins with http:// or https://`);
    const all = new Headers({ 'user-agent': 'chronum-studio', ...headers });
    const content = body ?? (event as unknown as Json);
    if (typeof content !== 'string' && !all.has('content-type')) all.set('content-type', 'application/json');
    const response = await fetch(url, {
      method,
      headers: all,
      signal,
      ...(method === 'GET' ? {} : { body: typeof content === 'string' ? content : JSON.stringify(content) }),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`${hostOf(url)} answered ${response.status} ${response.statusText}`.trim());
  } catch (error) {
    throw new Error(explain(error, url));
  }
}

interface Webhook {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

/** `fetch` tells no more than "fetch failed": the cause knows. */
function explain(error: unknown, url: string): string {
  if (!(error instanceof Error)) return String(error);
  let cause: unknown = error;
  while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  const why = first instanceof Error ? first.message : String(first);
  return first === error ? why : `${hostOf(url)} could not be reached: ${why}`;
}
