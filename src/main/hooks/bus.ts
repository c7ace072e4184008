import type { ChronumEvent, CustomEvent } from '../../core/run/event.ts';
import type { AttachedHook, Hook, HookContext, HookHandler, Hooks } from '../ports/hooks.ts';
import { namesOf } from './event-names.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import type { Recorded } from './recorder.ts';

export const DEFAULT_TIMEOUT_MS = 10_000;
/** Events that hooks caused by answering events that hooks caused ..: the chain ends here. */
export const DEEPEST_CHAIN = 8;
/** One call that emits more than this is a loop. */
const MOST_EMITTED = 100;

export interface HookBus extends Hooks {
  /** Hands a committed event to whoever asks for it. */
  publish(event: ChronumEvent, workspace: string | undefined): void;
  idle(): Promise<void>;
  close(): void;
}

interface BusParts {
  readonly record: (event: Recorded, runId?: string) => void;
}

interface Attached {
  readonly hook: Hook;
  readonly handlers: ReadonlyMap<string, HookHandler<'*'>>;
  readonly mailbox: Mailbox;
}

export const depthOf = (event: ChronumEvent): number => ('depth' in event ? (event.depth ?? 0) : 0);

/** Hooks in code, each with a mailbox of its own: a slow one holds up neither the run nor the others. */
export function createHookBus({ record }: BusParts): HookBus {
  const attachedByName = new Map<string, Attached>();
  const leaving = new Set<Promise<void>>();

  const detach = (entry: Attached): void => {
    const { name, runId } = entry.hook;
    if (attachedByName.get(name) !== entry) return;
    attachedByName.delete(name);
    entry.mailbox.close();
    const left = entry.mailbox.idle().finally(() => leaving.delete(left));
    leaving.add(left);
    record({ type: 'hook.detached', hook: name }, runId);
  };

  const attach = (hook: Hook): AttachedHook => {
    const { name, runId } = hook;
    if (attachedByName.has(name)) throw new Error(`a hook named \`${name}\` is attached already`);
    const handlers = new Map(Object.entries(hook.on)) as unknown as ReadonlyMap<string, HookHandler<'*'>>;
    const mailbox = createMailbox({
      timeout: hook.timeout ?? DEFAULT_TIMEOUT_MS,
      // What it is doing cannot be ended from here, and its state is unknown.
      onStalled: () => detach(entry),
    });
    const entry: Attached = { hook, handlers, mailbox };
    attachedByName.set(name, entry);
    record({ type: 'hook.attached', hook: name, on: [...handlers.keys()] }, runId);
    return { name, detach: () => detach(entry) };
  };

  const call = (entry: Attached, handler: HookHandler<'*'>, event: ChronumEvent, runId: string | undefined): void => {
    const { name } = entry.hook;
    const depth = depthOf(event) + 1;
    const failed = (message: string) =>
      record({ type: 'hook.failed', hook: name, event: event.type, message, depth }, runId);
    entry.mailbox.put({
      event: event.type,
      failed,
      run: (signal) => handler(event, contextOf(entry, signal, { depth, runId })),
    });
  };

  const contextOf = (
    entry: Attached,
    signal: AbortSignal,
    { depth, runId }: { depth: number; runId: string | undefined },
  ): HookContext => {
    let emitted = 0;
    return {
      signal,
      emit(type, data) {
        if (signal.aborted) return;
        if (depth > DEEPEST_CHAIN)
          throw new Error(`emits \`${type}\` at the end of a chain of ${DEEPEST_CHAIN} hooks that answer each other`);
        if (++emitted > MOST_EMITTED) throw new Error(`emits more than ${MOST_EMITTED} events for one`);
        const { name: by } = entry.hook;
        record({ type, by, depth, ...(data === undefined ? {} : { data }) } satisfies CustomEvent, runId);
      },
      attach,
      isAttached: (name) => attachedByName.has(name),
      detach: () => detach(entry),
    };
  };

  return {
    attach,
    attached: () => [...attachedByName.keys()],
    emit(type, data, runId) {
      record({ type, ...(data === undefined ? {} : { data }) } satisfies CustomEvent, runId);
    },
    publish(event, workspace) {
      if (attachedByName.size === 0 || depthOf(event) > DEEPEST_CHAIN) return;
      const runId = 'runId' in event ? event.runId : undefined;
      for (const entry of [...attachedByName.values()]) {
        const { hook, handlers } = entry;
        if (hook.runId !== undefined && hook.runId !== runId) continue;
        if (hook.workspace !== undefined && workspace !== hook.workspace) continue;
        // What a hook does wrong is nothing that it is told of itself.
        if ('hook' in event && event.hook === hook.name) continue;
        for (const name of namesOf(event.type)) {
          const handler = handlers.get(name);
          if (handler !== undefined) call(entry, handler, event, runId);
        }
      }
    },
    async idle() {
      await Promise.all([...[...attachedByName.values()].map(({ mailbox }) => mailbox.idle()), ...leaving]);
    },
    close() {
      for (const { mailbox } of attachedByName.values()) mailbox.close();
      attachedByName.clear();
    },
  };
}
