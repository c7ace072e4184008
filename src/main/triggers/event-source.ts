import type { Json } from '../../core/base/json.ts';
import type { Trigger } from '../../core/flow/flow.ts';
import type { FlowRef } from '../../core/run/event.ts';
import type { Instant } from '../ports/clock.ts';

/** An armed trigger, as far as the sources of events look at it. */
export interface EventSchedule {
  readonly id: string;
  readonly flow: FlowRef;
  readonly trigger: Trigger;
}

export interface TriggerEvent {
  readonly at: Instant;
  readonly files?: readonly string[];
  readonly data?: Json;
  readonly mark?: number;
}

/** Told when a trigger's event has happened. Resolves to whether its outcome is durable: if not, it has to be told again. */
export type Occurred = (scheduleId: string, event: TriggerEvent) => Promise<boolean>;

/** Finds out when the events of some kind of trigger happen. */
export interface EventSource {
  /** Looks out for the triggers of these, and for no others any more. */
  set(schedules: readonly EventSchedule[]): void;
  close(): Promise<void>;
}
