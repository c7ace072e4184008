import { canonicalJson } from '../../core/base/canonical-json.ts';
import type { Json } from '../../core/base/json.ts';
import type { Trigger } from '../../core/flow/flow.ts';
import type { FlowRef } from '../../core/run/event.ts';
import type { Instant } from '../../core/schedule/index.ts';
import type { ArmedTrigger, ScheduleStore } from '../ports/schedule-store.ts';
import { isEventful, isTimed, type ScheduledFlow, scheduleIdOf } from './scheduled-flow.ts';

/** A trigger as it stands in a flow of a trusted workspace, seen by a person or not. */
export type FoundTrigger = Omit<ScheduledFlow, 'id' | 'armedAt'>;

/** A trigger that fires only once a person has seen it. */
export interface PendingTrigger {
  readonly scheduleId: string;
  readonly flow: FlowRef;
  readonly trigger: Trigger;
  /** The form that was let through before; null for a new one. */
  readonly before: Trigger | null;
}

/** Whether a trigger ever fires by itself. */
const firesByItself = (trigger: Trigger): boolean =>
  trigger.enabled !== false && (isTimed(trigger) || isEventful(trigger));

/** Splits what was found in a workspace into what may fire and what a person has to see first. */
export function splitByArmed(
  found: readonly FoundTrigger[],
  armed: readonly ArmedTrigger[],
): { readonly armed: ScheduledFlow[]; readonly pending: PendingTrigger[] } {
  const armedById = new Map(armed.map((one) => [one.scheduleId, one]));
  const result = { armed: [] as ScheduledFlow[], pending: [] as PendingTrigger[] };
  for (const one of found) {
    if (!firesByItself(one.trigger)) continue;
    const id = scheduleIdOf(one.flow.id, one.trigger.id);
    const known = armedById.get(id);
    if (known?.content === contentOf(one.trigger)) result.armed.push({ ...one, id, armedAt: known.armedAt });
    else {
      const before = known === undefined ? null : (JSON.parse(known.content) as Trigger);
      result.pending.push({ scheduleId: id, flow: one.flow, trigger: one.trigger, before });
    }
  }
  return result;
}

/** Lets triggers through in the form they have now; they are due from `at` on. */
export const armPending = (store: Pick<ScheduleStore, 'arm'>, pending: readonly PendingTrigger[], at: Instant): void =>
  store.arm(pending.map((one) => armedForm(one, at)));

const armedForm = ({ scheduleId, flow, trigger }: PendingTrigger, armedAt: Instant): ArmedTrigger => ({
  scheduleId,
  workspace: flow.workspace,
  content: contentOf(trigger),
  armedAt,
});

/**
 * Armed triggers that are switched off now. They have to be seen again when they are switched on: meanwhile they were not due. One
 * whose flow is away, as on another branch, stays armed: a person has seen it.
 */
export function switchedOff(found: readonly FoundTrigger[], armed: readonly ArmedTrigger[]): string[] {
  const off = new Set(
    found.flatMap(({ flow, trigger }) => (trigger.enabled === false ? [scheduleIdOf(flow.id, trigger.id)] : [])),
  );
  return armed.flatMap(({ scheduleId }) => (off.has(scheduleId) ? [scheduleId] : []));
}

/** The same trigger gives the same text, however its keys were ordered. */
export const contentOf = (trigger: Trigger): string => canonicalJson(trigger as unknown as Json);
