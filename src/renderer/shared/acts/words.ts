import { type RerunScope, stepsToRepeat } from '../../../core/run/reuse.ts';
import { count } from '../format/count.ts';
import { handlerIds } from '../run/handlers.ts';
import type { RunView } from '../run/run-view.ts';
import type { StepView } from '../run/step-view.ts';

/** `Runs 3 steps again, takes over 12`: what a rerun will do, before it does it. */
export function rerunWords(run: RunView, scope: RerunScope): string {
  const own = run.plan.steps.filter((step) => !step.auxiliary);
  const again = stepsToRepeat(run.plan.steps, (id) => run.steps.get(id)?.status, scope);
  const rest = own.filter(({ id }) => !again.has(id));
  const kept = rest.filter(({ id }) => run.steps.get(id)?.status === 'succeeded').length;
  const left = rest.length - kept;
  return [`Runs ${count(again.size, 'step')} again`, kept > 0 && `takes over ${kept}`, left > 0 && `leaves ${left} out`]
    .filter(Boolean)
    .join(', ');
}

/** What a run of only some steps of a flow will do. */
export function selectionWords(all: number, chosen: number): string {
  const rest = all - chosen;
  return `Runs ${count(chosen, 'step')}${rest === 0 ? '' : `, leaves ${rest} out`}`;
}

const isOpen = ({ finishedAt }: StepView): boolean => finishedAt === undefined;
const isLeaf = ({ instances }: StepView): boolean => instances.length === 0;

/** What is going on, and what has not begun. */
function openSteps(run: RunView) {
  const handlers = handlerIds(run.plan);
  const open = [...run.steps.values()].filter((step) => isOpen(step) && isLeaf(step) && !handlers.has(step.id));
  const going = open.filter((step) => step.attempts.some(({ status }) => status === 'running'));
  return { going: going.length, waiting: open.length - going.length };
}

export function cancelWords(run: RunView): string {
  const { going, waiting } = openSteps(run);
  const ends = going === 0 ? 'Nothing is running' : `Ends ${count(going, 'step')}`;
  return waiting === 0 ? ends : `${ends}; ${count(waiting, 'step')} will not start`;
}

export function pauseWords(run: RunView): string {
  const { going, waiting } = openSteps(run);
  const goOn = going === 0 ? '' : `${count(going, 'step')} ${going === 1 ? 'goes' : 'go'} on to the end; `;
  return `${goOn}${count(waiting, 'step')} ${waiting === 1 ? 'waits' : 'wait'} until it is resumed`;
}

export const resumeWords = (run: RunView): string => `Goes on with ${count(openSteps(run).waiting, 'step')}`;

/** Steps of the flow that need this one, directly or not, and have not begun. */
export function waitingFor(run: RunView, stepId: string): readonly string[] {
  const found = new Set<string>();
  const open = [stepId];
  const dependents = new Map<string, string[]>();
  for (const step of run.steps.values()) {
    for (const need of step.needs) dependents.set(need, [...(dependents.get(need) ?? []), step.id]);
  }
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const next of dependents.get(id) ?? []) {
      if (found.has(next) || run.steps.get(next)?.startedAt !== undefined) continue;
      found.add(next);
      open.push(next);
    }
  }
  return [...found];
}

const MOST_NAMED = 3;

const named = (ids: readonly string[]): string =>
  ids.length <= MOST_NAMED
    ? ids.join(', ')
    : `${ids.slice(0, MOST_NAMED).join(', ')} and ${ids.length - MOST_NAMED} more`;

export function cancelStepWords(run: RunView, step: StepView): string {
  const isRunning = step.attempts.some(({ status }) => status === 'running');
  const waiting = waitingFor(run, step.id);
  const what = isRunning ? 'Ends what runs of it' : 'It will not start';
  return waiting.length === 0 ? what : `${what}; ${named(waiting)} may be skipped`;
}

export function approveWords(run: RunView, step: StepView): string {
  const waiting = waitingFor(run, step.id);
  return waiting.length === 0 ? 'The step succeeds' : `The step succeeds; ${named(waiting)} can go on`;
}

export function rejectWords(run: RunView, step: StepView): string {
  const waiting = waitingFor(run, step.id);
  return waiting.length === 0 ? 'The step fails' : `The step fails; ${named(waiting)} may be skipped`;
}
