import type { Obstacle } from '../../core/ledger/index.ts';
import type { Conditions } from '../ports/conditions.ts';
import type { Pause } from '../ports/schedule-store.ts';
import type { ScheduledFlow } from './scheduled-flow.ts';

export type Hold = Exclude<Obstacle, 'overlap'>;

/** Whether a pause holds this schedule back. */
export const isPausedBy = ({ id, labels }: Pick<ScheduledFlow, 'id' | 'labels'>, pause: Pause): boolean =>
  pause.scope === 'all' || (pause.scope === 'label' ? labels.includes(pause.label) : pause.scheduleId === id);

/** What holds a schedule back now, apart from its own runs; a pause by a person before the state of the machine. */
export function holdOf(
  schedule: ScheduledFlow,
  pauses: readonly Pause[],
  conditions: Pick<Conditions, 'onBattery' | 'online'> | undefined,
): Hold | null {
  if (pauses.some((pause) => isPausedBy(schedule, pause))) return 'paused';
  const { onBattery, onOffline } = schedule.trigger;
  if (onBattery === 'defer' && conditions?.onBattery() === true) return 'battery';
  if (onOffline === 'defer' && conditions?.online() === false) return 'offline';
  return null;
}
