import { z } from 'zod';
import type { Json } from '../../core/base/json.ts';
import type { ErrorKind } from '../../core/flow/flow.ts';
import { createMaskSet } from '../../core/mask/masker.ts';
import type { Outputs, StepError } from '../../core/run/event.ts';
import type { LoadedExecutor, ProgramEnd, SentProgram } from '../../plugin-host/protocol.ts';
import { runProcess } from '../executors/run-process.ts';
import type { ExecutionContext, ExecutionResult, Executor } from '../ports/executor.ts';
import { type HostConnection, HostGone, RequestFailed } from './host-connection.ts';

/** The host of a workspace's plug-ins; rejects when there is none. */
export type HostOf = (workspace: string) => Promise<HostConnection>;

/** An executor of a plug-in as the engine knows executors: what it does happens in the plug-in host. */
export function pluginExecutor(described: LoadedExecutor, hostOf: HostOf): Executor<Json> {
  const { name, title, description, icon, takesScript, secretFields, jsonSchema } = described;
  const schema = z.fromJSONSchema(jsonSchema as Parameters<typeof z.fromJSONSchema>[0]);
  return {
    name,
    title,
    description,
    icon,
    takesScript,
    secretFields,
    jsonSchema,
    holdsSlot: true,
    parse: (config) => {
      const parsed = schema.safeParse(config ?? {});
      if (parsed.success) return { ok: true, value: parsed.data as Json };
      return {
        ok: false,
        problems: parsed.error.issues.map(
          ({ path, message }) => `${['with', ...path.map(String)].join('.')}: ${message}`,
        ),
      };
    },
    execute: (context) => execute(name, context, hostOf),
  };
}

async function execute(name: string, context: ExecutionContext<Json>, hostOf: HostOf): Promise<ExecutionResult> {
  const { signal } = context;
  if (signal.aborted) return { status: 'stopped' };
  const log = maskedLog(context);
  let host: HostConnection;
  try {
    host = await hostOf(context.workspace);
  } catch (error) {
    return failed({ kind: 'spawn', code: 'plugin-not-loaded', message: messageOf(error) });
  }
  const programs = new Set<Promise<void>>();
  /** What has not ended a while after it was told to holds on to something: its process has to go. */
  let late: NodeJS.Timeout | undefined;
  const abort = () => {
    late = setTimeout(() => void host.kill(), context.gracePeriod);
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    const { config, run, env, cwd, workspace, key } = context;
    const sent = { config, env, cwd, workspace, key, ...(run === undefined ? {} : { run }) };
    const value = await host.request(
      { op: 'execute', executor: name, context: sent },
      {
        signal,
        note: (note) => {
          if (note.ev === 'log') log(note.text, note.stream);
          if (note.ev !== 'exec') return;
          const done: Promise<void> = runProgram(context, note.program)
            .then((end) => host.returned(note, end as unknown as Json))
            .finally(() => programs.delete(done));
          programs.add(done);
        },
      },
    );
    if (signal.aborted) return { status: 'stopped' };
    return { status: 'succeeded', outputs: (value as { outputs: Outputs }).outputs };
  } catch (error) {
    if (signal.aborted) return { status: 'stopped' };
    if (error instanceof RequestFailed) {
      const { message, kind = 'x.error', code } = error.failure;
      return failed({ kind: kind as ErrorKind, message, ...(code === undefined ? {} : { code }) });
    }
    const code = error instanceof HostGone ? 'plugin-host-gone' : 'plugin-failed';
    return failed({ kind: 'spawn', code, message: messageOf(error) });
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', abort);
    await Promise.all(programs);
  }
}

async function runProgram(context: ExecutionContext<unknown>, program: SentProgram): Promise<ProgramEnd> {
  try {
    const result = await runProcess(context, program);
    if (result.status === 'succeeded') return { status: 'succeeded', outputs: result.outputs ?? {} };
    if (result.status === 'stopped') return { status: 'stopped' };
    const { message, kind, code } = result.error;
    return { status: 'failed', message, kind, ...(code === undefined ? {} : { code }) };
  } catch (error) {
    return { status: 'failed', message: messageOf(error), kind: 'lost' };
  }
}

/** The plug-in has the secrets of its step: what it prints of them is hidden, as a program's output is. */
function maskedLog({ masks, log }: ExecutionContext<unknown>): (text: string, stream: 'stdout' | 'stderr') => void {
  const set = createMaskSet(masks);
  return (text, stream) => {
    if (set === null) return log(text, stream);
    const masker = set.stream();
    log(Buffer.concat([masker.push(Buffer.from(text)), masker.end()]).toString('utf8'), stream);
  };
}

const failed = (error: StepError): ExecutionResult => ({ status: 'failed', error });
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
