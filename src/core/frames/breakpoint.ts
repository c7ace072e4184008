import { type Frame, record, WAIT } from './frame.ts';

/** Holds the step until a person lets it go on. */
export const breakpointFrame: Frame<'held' | 'released'> = {
  name: 'breakpoint',

  fold(state, event, { isOwn }) {
    if (!isOwn) return state;
    if (event.type === 'breakpoint.hit') return 'held';
    return event.type === 'breakpoint.continued' ? 'released' : state;
  },

  decide(context) {
    const { state, run, step, node, branch } = context;
    if (state === 'released') return context.child();
    if (state === 'held') return WAIT;
    return record({ type: 'breakpoint.hit', runId: run.runId, stepId: step.id, branch, frame: node });
  },
};
