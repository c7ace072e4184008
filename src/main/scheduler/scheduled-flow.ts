import type { RunConcurrency, Trigger } from '../../core/flow/flow.ts';
import type { FlowRef } from '../../core/run/event.ts';
import type { ExceptRange, Instant } from '../../core/schedule/index.ts';

/** One trigger of one flow, ready to fire. */
export interface ScheduledFlow {
  /** `scheduleIdOf(flow id, trigger id)`: anchor, ledger and cursor are kept under it. */
  readonly id: string;
  readonly flow: FlowRef;
  readonly trigger: Trigger;
  readonly labels: readonly string[];
  /** Only instants after this are due: when a person let the trigger through. */
  readonly armedAt: Instant;
  /** What the flow itself says of runs that overlap, which the engine sees to; null leaves it to the scheduler. */
  readonly concurrency: RunConcurrency | null;
  /** Days of `except` that were read from files. */
  readonly except?: readonly ExceptRange[];
}

/** Where schedules come from. */
export interface ScheduleSource {
  list(): Promise<readonly ScheduledFlow[]>;
  /** Calls `listener` when the list may have changed. Returns a function that ends it. */
  watch(listener: () => void): () => void;
}

/** The identity of a schedule. Neither part has a `/`. */
export const scheduleIdOf = (flowId: string, triggerId: string): string => `${flowId}/${triggerId}`;

export type TimedTrigger = Extract<Trigger, { type: 'every' | 'cron' | 'at' | 'calendar' }>;
export type EventTrigger = Extract<Trigger, { type: 'watch' | 'flow' | 'app' }>;

/** Fires by the clock. */
export const isTimed = (trigger: Trigger): trigger is TimedTrigger =>
  trigger.type === 'every' || trigger.type === 'cron' || trigger.type === 'at' || trigger.type === 'calendar';

/** Fires when something happens. */
export const isEventful = (trigger: Trigger): trigger is EventTrigger =>
  trigger.type === 'watch' || trigger.type === 'flow' || trigger.type === 'app';

const HOUR = 3_600_000;

/** What happens to instants that passed while nothing could fire. */
export const catchUpOf = (trigger: Trigger): 'last' | 'skip' | 'all' =>
  trigger.catchUp ?? (trigger.type === 'every' && trigger.every < HOUR ? 'skip' : 'last');
