import type { Json } from '../../core/base/json.ts';
import type { ChronumEvent, CustomEvent, EventType, Stored } from '../../core/run/event.ts';

export type CustomEventName = `x.${string}`;
type OwnEventName = Exclude<EventType, CustomEventName>;
type GroupOf<Name extends string> = Name extends `${infer Group}.${string}` ? Group : never;
/** `step.*`: every event of a group. `*`: every event there is. */
export type EventGroupName = `${GroupOf<EventType>}.*` | '*';
export type HookedName = OwnEventName | CustomEventName | EventGroupName;

/** The event that a handler of that name gets. */
export type HookedEvent<Name extends HookedName> = Name extends '*'
  ? ChronumEvent
  : Name extends 'x.*'
    ? Stored<CustomEvent>
    : Name extends `${infer Group}.*`
      ? Extract<ChronumEvent, { type: `${Group}.${string}` }>
      : Name extends CustomEventName
        ? Stored<CustomEvent>
        : Extract<ChronumEvent, { type: Name }>;

export type HookHandler<Name extends HookedName> = (
  event: HookedEvent<Name>,
  context: HookContext,
) => void | Promise<void>;

/** Handlers by event or group; `{ 'attempt.failed': (event, context) => .., 'step.*': .. }`. */
export type HookHandlers = {
  readonly [Name in OwnEventName | EventGroupName]?: HookHandler<Name>;
} & {
  readonly [Name in CustomEventName]?: HookHandler<CustomEventName>;
};

/** Code that answers events. State is its own affair: a closure, or an object of its author's. */
export interface Hook {
  /** Unique among what is attached: `hook.failed` names it. */
  readonly name: string;
  readonly on: HookHandlers;
  /** Milliseconds for one event, 10,000 by default. A hook that takes longer is cut off. */
  readonly timeout?: number;
  /** Events of this run alone, or of runs of this workspace. */
  readonly runId?: string;
  readonly workspace?: string;
}

export interface HookContext {
  /** Aborted when the time is over or the hook is detached. */
  readonly signal: AbortSignal;
  /** Tells the other hooks something, in the stream of the run that the event belongs to. */
  emit(type: CustomEventName, data?: Json): void;
  /** Attaches another hook; whoever attached a hook may detach it. */
  attach(hook: Hook): AttachedHook;
  isAttached(name: string): boolean;
  /** Detaches the hook itself. */
  detach(): void;
}

export interface AttachedHook {
  readonly name: string;
  detach(): void;
}

/**
 * The bus. Hooks see events that this process has committed, while it runs, each event once: never those of a replay, of the time
 * before, or of other processes. Whatever they do, no run is harmed.
 */
export interface Hooks {
  /** Throws when the name is taken. */
  attach(hook: Hook): AttachedHook;
  attached(): readonly string[];
  /** Emits a custom event; with a run, in its stream. */
  emit(type: CustomEventName, data?: Json, runId?: string): void;
}

/** Something for a person to see now, wherever that is. */
export interface Notification {
  readonly title: string;
  readonly body?: string;
  readonly urgency: 'low' | 'normal' | 'critical';
  readonly runId?: string;
}

export interface Notifications {
  show(notification: Notification): void;
}
