import type { Trigger } from '../../../core/flow/flow.ts';
import { describeSchedule, type ExceptRange } from '../../../core/schedule/index.ts';
import { isTimed } from '../../scheduler/scheduled-flow.ts';
import { specOf } from '../../scheduler/timing.ts';

/** What a trigger says, as one sentence without a full stop: `At 09:00, Monday to Friday`. */
export function triggerWords(trigger: Trigger, except: readonly ExceptRange[] = []): string {
  if (!isTimed(trigger)) return eventWords(trigger);
  const spec = specOf(trigger, except);
  if (!spec.ok) return trigger.type;
  const times =
    trigger.maxRuns === undefined ? '' : trigger.maxRuns === 1 ? ', once' : `, at most ${trigger.maxRuns} times`;
  return describeSchedule(spec.value) + times;
}

function eventWords(trigger: Trigger): string {
  switch (trigger.type) {
    case 'watch': {
      const events = (trigger.events ?? ['create', 'change']).map((event) => FILE_EVENTS[event]);
      return `When ${list(trigger.watch, 'or')} ${trigger.watch.length === 1 ? 'is' : 'are'} ${list(events, 'or')}`;
    }
    case 'flow':
      return `After \`${trigger.flow}\` ${FLOW_ENDS[trigger.status ?? 'succeeded']}`;
    case 'app':
      return APP_SIGNALS[trigger.app];
    default:
      return trigger.type;
  }
}

const FILE_EVENTS = { create: 'created', change: 'changed', delete: 'deleted' } as const;
const FLOW_ENDS = { succeeded: 'succeeded', failed: 'failed', cancelled: 'was cancelled', done: 'ended' } as const;
const APP_SIGNALS = {
  start: 'When the app starts',
  wake: 'When the machine wakes',
  unlock: 'When the screen is unlocked',
  idle: 'When the machine is idle',
} as const;

/** `a`, `a or b`, `a, b or c` */
const list = (items: readonly string[], conjunction: string): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${conjunction} ${items.at(-1)}`;
