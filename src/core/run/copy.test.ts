import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventfulRun } from '../../testing/eventful-run.ts';
import { copyRun } from './copy.ts';
import { decide } from './decide.ts';
import { fold, foldAll } from './fold.ts';
import type { RunState, StepState } from './state.ts';
import { nextWake } from './timers.ts';

const events = eventfulRun();

/** All that a run's state says, with steps by their ids, so that two of them can be compared. */
function told(run: RunState) {
  const { graph, handlers, steps, agenda, frames, ...rest } = run;
  const idOf = (step: StepState | undefined) => step?.id;
  const open = (of: RunState['graph'] | undefined) =>
    of && {
      ...of,
      steps: of.steps.map(idOf),
      owner: idOf(of.owner),
      failed: of.failed.map(idOf),
      stoppedBy: idOf(of.stoppedBy),
    };
  return {
    ...rest,
    graph: open(graph),
    handlers: open(handlers),
    due: Array.from(agenda.due, idOf),
    running: agenda.running,
    queued: agenda.queued.smallest(agenda.queued.size).map(idOf),
    timers: agenda.timers.smallest(agenda.timers.size).map(({ at, node, step }) => ({ at, node, step: idOf(step) })),
    steps: Array.from(steps.values(), ({ plan, ...step }) => ({
      ...step,
      graph: open(step.graph),
      expandedFrom: idOf(step.expandedFrom),
      dependents: step.dependents.map(idOf),
      instances: step.instances?.map(idOf),
      instanceQueue: step.instanceQueue?.map(idOf),
      bodies: step.bodies.map((body) => body && { ...body, graph: open(body.graph) }),
    })),
    /** What would come next. */
    decisions: decide(copyRun(run), { steady: run.at, wall: run.at }).decisions.map((decision) =>
      decision.do === 'record' ? decision.event : 'step' in decision ? [decision.do, decision.step.id] : decision.do,
    ),
    wake: nextWake(run, run.at),
  };
}

it('is the same run, and goes its own way from there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: events.length }), (seq) => {
      const run = foldAll(events.slice(0, seq));
      if (run === undefined) throw new Error('a run begins with its first event');
      const before = told(run);
      const copy = copyRun(run);
      expect(told(copy)).toEqual(before);
      for (const event of events.slice(seq)) fold(copy, event);
      const whole = foldAll(events);
      expect(told(copy)).toEqual(whole && told(whole));
      expect(told(run)).toEqual(before);
    }),
    { numRuns: 60 },
  );
});
