import { asDuration, formatDuration } from '../base/duration.ts';
import { ended, type Frame } from './frame.ts';

interface TimeoutState {
  readonly deadline: number;
  readonly duration: number;
}

/** Ends what it surrounds when it has run for too long. The time begins with the first attempt below it. */
export const timeoutFrame: Frame<TimeoutState> = {
  name: 'timeout',

  fold(state, event, { at, config }) {
    // An attempt that was lost used up nothing of the time of the next one.
    if (event.type === 'attempt.lost') return undefined;
    if (event.type !== 'attempt.started' || state !== undefined) return state;
    const duration = config();
    const length = duration.ok ? asDuration(duration.value) : undefined;
    return length === undefined ? undefined : { deadline: at + length, duration: length };
  },

  timer: (state) => state.deadline,

  shift: (state, by) => ({ ...state, deadline: state.deadline + by }),

  decide(context) {
    const { state, now } = context;
    const child = context.child();
    const isOver = child.kind === 'ended' && child.result.status !== 'cancelled';
    if (state === undefined || now < state.deadline || isOver) return child;
    const decisions = context.stop({ kind: 'timeout', after: state.duration });
    if (decisions.length > 0) return { kind: 'do', decisions };
    if (context.isRunning()) return child;
    const message = `did not finish within ${formatDuration(state.duration)}`;
    return ended({ status: 'failed', reason: 'timeout', error: { kind: 'timeout', message } });
  },
};
