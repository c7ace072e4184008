import { frameNamed } from '../frames/frame.ts';
import type { RunState, StepState, Timer } from './state.ts';

const hasEnded = (step: StepState): boolean => step.finishedAt !== undefined;

/** Whether the frame that set the timer still wants it. */
function isCurrent(run: RunState, timer: Timer): boolean {
  if (hasEnded(timer.step) || run.steps.get(timer.step.id) !== timer.step) return false;
  return timerOf(run, timer.step, timer.node) === timer.at;
}

function timerOf(run: RunState, step: StepState, node: number): number | undefined {
  const state = step.frames[node];
  const planned = step.plan.nodes[node];
  if (state === undefined || planned?.kind !== 'frame') return undefined;
  return frameNamed(run, planned.frame)?.timer?.(state);
}

/** Keeps the first timer and the first of the queue current; what lies deeper may be stale. */
export function dropStale(run: RunState): void {
  const { queued } = run.agenda;
  for (let next = queued.peek(); next !== undefined && next.status !== 'queued'; next = queued.peek()) queued.pop();
  const { timers } = run.agenda;
  for (let next = timers.peek(); next !== undefined && !isCurrent(run, next); next = timers.peek()) timers.pop();
}

const MOST_LOOKED_AT = 64;
const LOOK_AGAIN_MS = 250;

/**
 * Steady time after `after` at which `decide` should be asked again even if nothing happens, or undefined. A timer that was due
 * and is still being acted upon (a step that takes its time to die) does not count again.
 */
export function nextWake(run: RunState, after: number): number | undefined {
  if (run.end !== undefined) return undefined;
  const deadline =
    run.cancel === undefined && run.deadline !== undefined && run.deadline > after ? run.deadline : undefined;
  const timer = run.paused ? undefined : nextTimer(run, after);
  return timer === undefined || deadline === undefined ? (timer ?? deadline) : Math.min(timer, deadline);
}

function nextTimer(run: RunState, after: number): number | undefined {
  const { timers } = run.agenda;
  const first = timers.peek();
  if (first === undefined || first.at > after) return first?.at;
  const next = timers.smallest(MOST_LOOKED_AT).find((timer) => timer.at > after && isCurrent(run, timer));
  return next?.at ?? (timers.size > MOST_LOOKED_AT ? after + LOOK_AGAIN_MS : undefined);
}

/** Steps whose timers have come. */
export function dueByTimer(run: RunState, now: number): StepState[] {
  const { timers } = run.agenda;
  const first = timers.peek();
  if (first === undefined || first.at > now) return [];
  const due: StepState[] = [];
  for (const timer of timers.smallest(timers.size)) {
    if (timer.at > now) break;
    if (isCurrent(run, timer)) due.push(timer.step);
  }
  return due;
}

/** Moves the deadlines of frames that count only time in which the run was not paused. */
export function shiftTimers(run: RunState, by: number): void {
  if (by === 0) return;
  for (const step of run.steps.values()) {
    if (hasEnded(step) || step.frames.length === 0) continue;
    step.plan.nodes.forEach((node, index) => {
      const state = step.frames[index];
      const shift = node.kind === 'frame' ? frameNamed(run, node.frame)?.shift : undefined;
      if (state === undefined || shift === undefined) return;
      step.frames[index] = shift(state, by);
      setTimer(run, step, index);
    });
  }
}

/** Arms what the frame at `node` wants now. */
export function setTimer(run: RunState, step: StepState, node: number): void {
  const at = timerOf(run, step, node);
  if (at !== undefined) run.agenda.timers.push({ at, step, node });
}
