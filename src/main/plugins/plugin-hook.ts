import type { Json } from '../../core/base/json.ts';
import type { LoadedPlugin } from '../../plugin-host/protocol.ts';
import type { Hook, HookHandler } from '../ports/hooks.ts';
import type { HostOf } from './plugin-executor.ts';

/** A host that does not even answer this long is stuck in a loop. */
const PATIENCE_MS = 2_000;

/** A hook of a plug-in: its handlers run in the plug-in host, for runs of its workspace. */
export function pluginHook(
  plugin: string,
  { name, on, timeout = 10_000 }: LoadedPlugin['hooks'][number],
  workspace: string,
  hostOf: HostOf,
): Hook {
  const handle: HookHandler<'*'> = async (event, { emit, signal }) => {
    const host = await hostOf(workspace);
    // The host keeps the time: only its own answer tells that the hook has let go.
    const over = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
    const asked = host.request(
      { op: 'answer-event', hook: name, event: event as unknown as Json },
      {
        signal: over,
        note: (note) => {
          if (note.ev === 'emit') emit(note.type, note.data);
        },
      },
    );
    const late = new Promise<never>((_, reject) => {
      over.addEventListener('abort', () => reject(new Error(`did not finish within ${timeout} ms, and was cut off`)), {
        once: true,
      });
    });
    asked.catch(() => undefined);
    try {
      await Promise.race([asked, late]);
    } catch (error) {
      if (over.aborted && !(await host.isResponsive(PATIENCE_MS))) await host.kill();
      throw error;
    }
  };
  return {
    name: `${plugin}/${name}@${workspace}`,
    // The handlers of one event are called in the host: here one is enough.
    on: Object.fromEntries(distinct(on).map((event) => [event, handle])) as unknown as Hook['on'],
    workspace,
    // A little more than the host's own limit, and what it takes to find out whether the host is stuck.
    timeout: timeout + PATIENCE_MS + 1_000,
  };
}

/** Without names that others cover: `step.failed` is in `step.*`, and everything is in `*`. */
function distinct(on: readonly string[]): string[] {
  if (on.includes('*')) return ['*'];
  return on.filter((name) => name.endsWith('.*') || !on.includes(`${name.slice(0, name.indexOf('.'))}.*`));
}
