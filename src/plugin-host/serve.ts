import type { Json } from '../core/base/json.ts';
import type { ChronumEvent } from '../core/run/event.ts';
import type { HookContext, HookHandler } from '../main/ports/hooks.ts';
import type { ExecutorContext, Plugin } from '../sdk/plugin.ts';
import { asJson } from './as-json.ts';
import { evaluate, ScriptFailure } from './evaluate.ts';
import { loadConfig } from './load-config.ts';
import type { Failure, ProgramEnd, Report, Request, SentContext } from './protocol.ts';

/** Answers requests, many at a time. */
export function createServer(send: (report: Report) => void): (request: Request) => void {
  let plugins: readonly Plugin[] = [];
  const aborts = new Map<number, AbortController>();
  const calls = new Map<number, (value: Json) => void>();
  let lastCall = 0;

  const named = <T extends { readonly name: string }>(kind: keyof Plugin, name: string): T => {
    for (const plugin of plugins) {
      const found = ((plugin[kind] ?? []) as unknown as readonly T[]).find((one) => one.name === name);
      if (found !== undefined) return found;
    }
    throw new Error(`no plug-in has \`${name}\` among its ${kind}`);
  };

  const perform = async (request: Request, signal: AbortSignal): Promise<unknown> => {
    switch (request.op) {
      case 'evaluate':
        return evaluate(request.path);
      case 'load': {
        const config = await loadConfig(request.config);
        plugins = config.plugins;
        return config.loaded;
      }
      case 'execute':
        return execute(request.id, request.executor, request.context, signal);
      case 'answer-event':
        return answerEvent(request.id, request.hook, request.event as unknown as ChronumEvent, signal);
      case 'export': {
        const exporter = named<NonNullable<Plugin['exporters']>[number]>('exporters', request.exporter);
        return exporter.export(request.events as unknown as ChronumEvent[]);
      }
      case 'decode': {
        const codec = named<NonNullable<Plugin['codecs']>[number]>('codecs', request.codec);
        return asJson(await codec.decode(request.text, request.file));
      }
      default:
        return null;
    }
  };

  const execute = async (id: number, name: string, context: SentContext, signal: AbortSignal): Promise<unknown> => {
    const executor = named<NonNullable<Plugin['executors']>[number]>('executors', name);
    const config = await checked(executor.schema, context.config);
    const full: ExecutorContext<unknown> = {
      ...context,
      config,
      signal,
      log: (text, stream = 'stdout') => send({ ev: 'log', id, text, stream }),
      exec: async (command, args = [], options = {}) => {
        const call = ++lastCall;
        const returned = new Promise<Json>((resolve) => calls.set(call, resolve));
        send({ ev: 'exec', id, call, program: { command, args, ...options } });
        const end = (await returned) as unknown as ProgramEnd;
        if (end.status === 'succeeded') return { outputs: end.outputs };
        if (end.status === 'stopped') throw new Error('stopped');
        throw Object.assign(new Error(end.message), { kind: end.kind, code: end.code });
      },
    };
    const result = await executor.execute(full);
    return { outputs: asJson(result?.outputs ?? {}) };
  };

  const answerEvent = async (id: number, name: string, event: ChronumEvent, signal: AbortSignal): Promise<null> => {
    const { on } = named<NonNullable<Plugin['hooks']>[number]>('hooks', name);
    const handlers = on as Readonly<Record<string, HookHandler<'*'> | undefined>>;
    const context: HookContext = {
      signal,
      emit: (type, data) => send({ ev: 'emit', id, type, ...(data === undefined ? {} : { data }) }),
      attach: () => refuse('attach other hooks'),
      isAttached: (other) => plugins.some(({ hooks = [] }) => hooks.some((hook) => hook.name === other)),
      detach: () => refuse('detach itself'),
    };
    const group = `${event.type.slice(0, event.type.indexOf('.'))}.*`;
    for (const handled of [event.type, group, '*']) await handlers[handled]?.(event, context);
    return null;
  };

  return (request) => {
    if (request.op === 'abort') return aborts.get(request.id)?.abort(new Error('aborted'));
    if (request.op === 'returned') {
      calls.get(request.call)?.(request.value);
      calls.delete(request.call);
      return;
    }
    const { id } = request;
    const abort = new AbortController();
    aborts.set(id, abort);
    perform(request, abort.signal)
      .then((value) => send({ ev: 'result', id, value: (value ?? null) as Json }))
      .catch((error: unknown) => send({ ev: 'failed', id, ...failureOf(error) }))
      .finally(() => aborts.delete(id));
  };
}

const refuse = (what: string): never => {
  throw new Error(`a hook of a plug-in cannot ${what}: its plug-in is what attaches it`);
};

/** What a schema of a library makes of the options; a JSON Schema was checked by the studio. */
async function checked(schema: unknown, config: Json): Promise<unknown> {
  if (typeof schema !== 'object' || schema === null || !('~standard' in schema)) return config;
  const { validate } = schema['~standard'] as { validate: (value: unknown) => unknown };
  const result = (await validate(config ?? {})) as { value?: unknown; issues?: readonly { message: string }[] };
  if (result.issues === undefined) return result.value;
  throw Object.assign(new Error(`with: ${result.issues.map(({ message }) => message).join('; ')}`), {
    kind: 'expression',
    code: 'invalid-config',
  });
}

function failureOf(error: unknown): Failure {
  if (error instanceof ScriptFailure) return error.failure;
  const { message, kind, code } = error as { message?: unknown; kind?: unknown; code?: unknown };
  return {
    message: typeof message === 'string' ? message : String(error),
    ...(typeof kind === 'string' ? { kind } : {}),
    ...(typeof code === 'string' ? { code } : {}),
  };
}
