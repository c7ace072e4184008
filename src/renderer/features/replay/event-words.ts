import type { ChronumEvent } from '../../../core/run/event.ts';

/** What happened, in a few words: `build: attempt 2 failed`. */
export function eventWords(event: ChronumEvent): string {
  const step = 'stepId' in event && event.stepId !== undefined ? `${event.stepId}: ` : '';
  const [group = '', what = ''] = event.type.split('.');
  const words = what.replaceAll('-', ' ');
  if (group === 'attempt' && 'attempt' in event) {
    const branch = event.branch === 'body' ? '' : ` of ${event.branch}`;
    return `${step}attempt ${event.attempt}${branch} ${words}`;
  }
  if (group === 'run') return `the run ${RUN_WORDS[what] ?? words}`;
  if (group === 'step') return `${step}${STEP_WORDS[what] ?? words}`;
  if (group === 'x') return `${step}${event.type}`;
  return `${step}${group} ${words}`;
}

const RUN_WORDS: Readonly<Record<string, string>> = {
  created: 'was created',
  queued: 'waits for its turn',
  late: 'is late',
  'cancel-requested': 'is to be cancelled',
  'owner-changed': 'goes on in another process',
};

const STEP_WORDS: Readonly<Record<string, string>> = {
  queued: 'ready, waits for a place',
  waiting: 'waits',
  reused: 'taken over from an earlier run',
  'cancel-requested': 'is to be cancelled',
};
