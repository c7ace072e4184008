import type { FrameRegistry } from '../frames/frame.ts';
import { createRun, emptyGraph, fillGraph } from './create.ts';
import type { ChronumEvent, EventOf } from './event.ts';
import { foldStep, lookAtOpenSteps } from './fold-step.ts';
import type { RunState } from './state.ts';
import { dropStale, shiftTimers } from './timers.ts';

/**
 * The only maker of a RunState: the state after `event`. The first event must be `run.created`; with no state, any other event
 * gives none. The given state is changed and returned: keep no other hold on it.
 *
 * `at` is the event's steady time: milliseconds that never jump and do not count sleep. A live engine passes its own steady clock;
 * a replay leaves it out and gets the recorded wall time.
 */
export function fold(
  state: RunState | undefined,
  event: ChronumEvent,
  at: number = Date.parse(event.at),
  frames?: FrameRegistry,
): RunState | undefined {
  if (state === undefined) return event.type === 'run.created' ? createRun(event, at, frames) : undefined;
  if (event.seq <= state.seq) return state;
  state.seq = event.seq;
  const before = state.at;
  state.at = Math.max(at, state.at);
  if ('stepId' in event && event.stepId !== undefined) foldStep(state, event, at);
  else foldRun(state, event, at, before);
  dropStale(state);
  return state;
}

/** The state after a whole stream or a prefix of one. */
export function foldAll(events: Iterable<ChronumEvent>, frames?: FrameRegistry): RunState | undefined {
  let state: RunState | undefined;
  for (const event of events) state = fold(state, event, undefined, frames);
  return state;
}

function foldRun(run: RunState, event: ChronumEvent, at: number, before: number): void {
  switch (event.type) {
    case 'run.queued':
      run.status = 'queued';
      run.reason = event.reason;
      return;
    case 'run.started':
      run.status = 'running';
      run.reason = undefined;
      run.startedAt = event.at;
      if (typeof run.plan.timeout === 'number') run.deadline = at + run.plan.timeout;
      return;
    case 'run.paused':
      run.status = 'paused';
      run.paused = true;
      run.pausedAt = at;
      return;
    case 'run.resumed':
      run.status = 'running';
      unpause(run, at);
      lookAtOpenSteps(run);
      return;
    case 'run.cancel-requested':
      run.handlersCancelled = run.cancel !== undefined || run.handlers !== undefined;
      run.cancel ??= { by: event.by, reason: event.reason };
      unpause(run, at);
      if (run.status === 'paused') run.status = 'running';
      lookAtOpenSteps(run);
      return;
    case 'run.interrupted':
      run.status = 'interrupted';
      run.reason = event.reason;
      return;
    case 'run.owner-changed':
      run.owner = event.owner;
      if (run.status === 'interrupted')
        run.status = run.startedAt === undefined ? 'queued' : run.paused ? 'paused' : 'running';
      if (!run.paused) notCounted(run, Math.max(0, at - before));
      lookAtOpenSteps(run);
      return;
    case 'handlers.started':
      startHandlers(run, event);
      return;
    case 'run.finished':
      run.status = event.status;
      run.reason = event.reason;
      run.finishedAt = event.at;
      run.end = { status: event.status, handlersFailed: event.handlersFailed ?? false, outputs: event.outputs ?? {} };
      run.agenda.due.clear();
      return;
    default:
  }
}

/** Timeouts count neither pauses nor the time in which nobody looked after the run. */
function notCounted(run: RunState, length: number): void {
  if (run.deadline !== undefined) run.deadline += length;
  shiftTimers(run, length);
}

function unpause(run: RunState, at: number): void {
  if (!run.paused) return;
  const length = Math.max(0, at - (run.pausedAt ?? at));
  run.paused = false;
  run.pausedAt = undefined;
  notCounted(run, length);
}

function startHandlers(run: RunState, event: EventOf<'handlers.started'>): void {
  const graph = emptyGraph(undefined);
  run.handlers = graph;
  fillGraph(
    run,
    graph,
    event.handlers.flatMap((name) => run.plan.handlers[name]),
    '',
  );
}
