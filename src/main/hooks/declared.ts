import type { Json } from '../../core/base/json.ts';
import { evaluateCondition, parseCondition, type Scope } from '../../core/expression/index.ts';
import type { HookSpec } from '../../core/flow/flow.ts';
import type { ChronumEvent } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import { fold } from '../../core/run/fold.ts';
import { scopeOf } from '../../core/run/scope.ts';
import type { RunState } from '../../core/run/state.ts';
import type { EventReader } from '../ports/event-log.ts';
import type { ActionParts, Occasion, Perform } from './actions/action.ts';
import { notifyAction } from './actions/notify.ts';
import { scriptAction } from './actions/run-script.ts';
import { webhookAction } from './actions/webhook.ts';
import { DEEPEST_CHAIN, DEFAULT_TIMEOUT_MS, depthOf } from './bus.ts';
import { asksFor } from './event-names.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import type { Recorded } from './recorder.ts';

/** The hooks that flows declare, for the runs of this process. */
export interface DeclaredHooks {
  publish(event: ChronumEvent): void;
  /** The workspace of a run that goes on in this process. */
  idle(): Promise<void>;
  close(): void;
}

interface DeclaredParts extends ActionParts {
  readonly events: Pick<EventReader, 'read'>;
  readonly record: (event: Recorded, runId?: string) => void;
}

/** A run with hooks: its state as of the last event, and a line of work for each hook. */
interface Watched {
  readonly run: RunState;
  readonly hooks: readonly { readonly spec: HookSpec; readonly mailbox: Mailbox; count: number }[];
}

const PAGE = 1_000;

export function createDeclaredHooks(parts: DeclaredParts): DeclaredHooks {
  const { events, record } = parts;
  /** Null for a run without hooks. */
  const watchedByRun = new Map<string, Watched | null>();
  const ending = new Set<Promise<void>>();

  const watch = (run: RunState | undefined): Watched | null => {
    const specs = run?.plan.hooks ?? [];
    if (run === undefined || specs.length === 0) return null;
    const hooks = specs.map((spec) => ({
      spec,
      mailbox: createMailbox({ timeout: spec.timeout ?? DEFAULT_TIMEOUT_MS }),
      count: 0,
    }));
    return { run, hooks };
  };

  /** The run up to before the event: it begins here, or was taken over from another process. */
  const find = (runId: string, event: ChronumEvent): Watched | null => {
    const known = watchedByRun.get(runId);
    if (known !== undefined) return known;
    const found = event.type === 'run.created' ? watch(fold(undefined, event)) : watch(readUpTo(runId, event.seq));
    watchedByRun.set(runId, found);
    return found;
  };

  const readUpTo = (runId: string, seq: number): RunState | undefined => {
    const stream = runStream(runId);
    let run: RunState | undefined;
    for (let after = 0; after < seq - 1; ) {
      const page = events.read(stream, after, after === 0 ? 1 : Math.min(PAGE, seq - 1 - after));
      for (const event of page) run = fold(run, event);
      // Most runs declare none: the first event tells.
      if (page.length === 0 || (run?.plan.hooks ?? []).length === 0) break;
      after = page.at(-1)!.seq;
    }
    return run;
  };

  const answer = ({ run, hooks }: Watched, event: ChronumEvent): void => {
    hooks.forEach((hook, index) => {
      const { spec, mailbox } = hook;
      const name = `hooks[${index}]`;
      if (!asksFor(spec.on, event.type) || ('hook' in event && event.hook === name)) return;
      const failed = (message: string) =>
        record({ type: 'hook.failed', hook: name, event: event.type, message, depth: depthOf(event) + 1 }, run.runId);
      try {
        const scope: Scope = { ...scopeOf(run, undefined), event: event as unknown as Json };
        if (!isWanted(spec, scope)) return;
        const perform = actionOf({ hook: spec, index, count: ++hook.count, run, event }, scope, parts);
        mailbox.put({ event: event.type, run: perform, failed });
      } catch (error) {
        failed(error instanceof Error ? error.message : String(error));
      }
    });
  };

  const release = (runId: string, { hooks }: Watched): void => {
    watchedByRun.delete(runId);
    const done = Promise.all(hooks.map(({ mailbox }) => mailbox.idle())).then(() => void ending.delete(done));
    ending.add(done);
  };

  return {
    publish(event) {
      if (!('runId' in event) || event.runId === undefined) return;
      const { runId } = event;
      if (event.stream !== runStream(runId)) {
        // Of a finished run only what its hooks left behind is still told, to nobody.
        const fired = event.type === 'schedule.fired' ? watchedByRun.get(runId) : undefined;
        if (fired) answer(fired, event);
        return;
      }
      const watched = find(runId, event);
      if (watched !== null) {
        fold(watched.run, event);
        if (depthOf(event) <= DEEPEST_CHAIN) answer(watched, event);
      }
      if (event.type !== 'run.finished') return;
      if (watched === null) watchedByRun.delete(runId);
      else release(runId, watched);
    },
    async idle() {
      const open = [...watchedByRun.values()].flatMap((watched) => watched?.hooks ?? []);
      await Promise.all([...open.map(({ mailbox }) => mailbox.idle()), ...ending]);
    },
    close() {
      for (const watched of watchedByRun.values()) for (const { mailbox } of watched?.hooks ?? []) mailbox.close();
      watchedByRun.clear();
    },
  };
}

/** Throws when the condition cannot be evaluated. */
function isWanted({ if: condition }: HookSpec, scope: Scope): boolean {
  if (condition === undefined) return true;
  const parsed = parseCondition(condition);
  if (!parsed.ok) throw new Error(`if: ${parsed.error.message}`);
  if (typeof parsed.value === 'boolean') return parsed.value;
  const value = evaluateCondition(parsed.value, scope);
  if (!value.ok) throw new Error(`if: ${value.error.message}`);
  return value.value;
}

function actionOf(occasion: Occasion, scope: Scope, parts: ActionParts): Perform {
  const { run, notify, webhook } = occasion.hook;
  if (run !== undefined) return scriptAction(run, occasion, scope, parts);
  if (notify !== undefined) return notifyAction(notify, occasion, scope, parts);
  if (webhook !== undefined) return webhookAction(webhook, occasion, scope, parts);
  throw new Error('has nothing to do: give it `run`, `notify` or `webhook`');
}
