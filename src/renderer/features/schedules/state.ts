import type { ScheduleRow, ScheduleState } from '../../../contract/schedules.ts';
import { explainOutcome } from '../../../core/ledger/index.ts';
import type { IconName } from '../../shared/ui/icon.tsx';

interface StateLook {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: 'good' | 'held' | 'bad' | 'quiet';
}

export const STATE_LOOK: Readonly<Record<ScheduleState, StateLook>> = {
  active: { word: 'Active', icon: 'check', tone: 'good' },
  waiting: { word: 'Waiting', icon: 'clock', tone: 'held' },
  paused: { word: 'Paused', icon: 'pause', tone: 'held' },
  'not-armed': { word: 'Not armed', icon: 'shield', tone: 'held' },
  'not-trusted': { word: 'Restricted', icon: 'shield', tone: 'held' },
  off: { word: 'Off', icon: 'minus', tone: 'quiet' },
  ended: { word: 'Ended', icon: 'minus', tone: 'quiet' },
  invalid: { word: 'Invalid', icon: 'error', tone: 'bad' },
};

/** Why a schedule stands as it does, as a sentence. */
export function explainState(row: ScheduleRow): string {
  switch (row.state) {
    case 'active':
      return 'Fires when it is due';
    case 'waiting':
      return `A fire is held back: ${explainOutcome('deferred', row.waiting?.reason ?? '')}`;
    case 'paused':
      return `What comes due waits: ${pauseWords(row)}`;
    case 'not-armed':
      return row.pending?.before
        ? 'The trigger was changed, and nobody has seen the change: it does not fire'
        : 'The trigger is new, and nobody has seen it: it does not fire';
    case 'not-trusted':
      return 'Its folder is restricted: nothing in it fires';
    case 'off':
      return '`enabled: false` stands in the file';
    case 'ended':
      return row.maxRuns !== null && row.runs >= row.maxRuns
        ? `It has made all of its ${row.maxRuns} runs`
        : 'Nothing is due any more';
    case 'invalid':
      return row.problem ?? 'Its flow cannot run';
  }
}

function pauseWords({ pausedBy }: Pick<ScheduleRow, 'pausedBy'>): string {
  if (pausedBy.some(({ scope }) => scope === 'all')) return 'all schedules are paused';
  const labels = pausedBy.flatMap((pause) => (pause.scope === 'label' ? [pause.label] : []));
  return labels.length > 0 ? `the label ${labels.join(', ')} is paused` : 'it is paused';
}

/** Whether pausing it alone changes anything. */
export const canPause = ({ state }: ScheduleRow): boolean =>
  state === 'active' || state === 'waiting' || state === 'paused';

/** Whether it fires by the clock, and may run. */
export const canBackfill = ({ type, state }: ScheduleRow): boolean =>
  TIMED.has(type) && (state === 'active' || state === 'waiting' || state === 'paused' || state === 'ended');

const TIMED: ReadonlySet<string> = new Set(['every', 'cron', 'at', 'calendar']);

export const isPausedItself = ({ pausedBy }: ScheduleRow): boolean =>
  pausedBy.some(({ scope }) => scope === 'schedule');
