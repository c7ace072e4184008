import type { RerunScope } from '../../../core/run/reuse.ts';
import { planStepId } from '../graph/step-id.ts';
import type { RunView } from '../run/run-view.ts';
import type { StepView } from '../run/step-view.ts';
import { isLive } from '../status/status.ts';
import type { IconName } from '../ui/icon.tsx';
import {
  approveWords,
  cancelStepWords,
  cancelWords,
  pauseWords,
  rejectWords,
  rerunWords,
  resumeWords,
} from './words.ts';

/** Something that can be done with a run or a step of it now, with what it will do. */
export interface Act {
  readonly id: string;
  readonly label: string;
  readonly says: string;
  readonly icon: IconName;
  readonly effect: Effect;
}

/** What is done, as data: `perform` does it. */
export type Effect =
  | {
      readonly do: 'command';
      readonly kind: 'cancel' | 'pause' | 'resume' | 'continue' | 'cancel-step';
      readonly stepId?: string;
    }
  | { readonly do: 'rerun'; readonly scope: RerunScope }
  | { readonly do: 'ask-answer'; readonly stepId: string; readonly answer: 'approve' | 'reject' }
  | { readonly do: 'ask-rerun' };

/** What can be done with one step of a run, most urgent first. `run` is as it is now, never as a replay shows it. */
export function stepActs(run: RunView, stepId: string): readonly Act[] {
  const step = run.steps.get(stepId);
  return [...(step === undefined ? [] : liveStepActs(run, step)), ...rerunsFrom(run, stepId)];
}

/** What can be done with the whole run. */
export function runActs(run: RunView): readonly Act[] {
  if (run.finishedAt !== undefined) return reruns(run);
  const acts: Act[] = [];
  const stands = run.status === 'paused' || run.status === 'interrupted';
  if (stands) {
    acts.push({
      id: 'resume',
      label: 'Resume this run',
      says: resumeWords(run),
      icon: 'play',
      effect: { do: 'command', kind: 'resume' },
    });
  } else if (isLive(run.status) && run.status !== 'queued' && !run.cancelRequested) {
    acts.push({
      id: 'pause',
      label: 'Pause this run',
      says: pauseWords(run),
      icon: 'pause',
      effect: { do: 'command', kind: 'pause' },
    });
  }
  if (!run.cancelRequested) {
    acts.push({
      id: 'cancel',
      label: 'Cancel this run',
      says: cancelWords(run),
      icon: 'stop',
      effect: { do: 'command', kind: 'cancel' },
    });
  }
  return acts;
}

function liveStepActs(run: RunView, step: StepView): readonly Act[] {
  if (run.finishedAt !== undefined || step.finishedAt !== undefined) return [];
  const data = { stepId: step.id };
  const acts: Act[] = [];
  if (step.attempts.some(({ approval }) => approval !== undefined)) {
    const ask = (answer: 'approve' | 'reject'): Effect => ({ do: 'ask-answer', answer, ...data });
    acts.push(
      { id: 'approve', label: 'Approve…', says: approveWords(run, step), icon: 'check', effect: ask('approve') },
      { id: 'reject', label: 'Reject…', says: rejectWords(run, step), icon: 'close', effect: ask('reject') },
    );
  }
  if (step.waiting?.reason === 'breakpoint') {
    const says = `Runs ${step.id} now`;
    acts.push({
      id: 'continue',
      label: 'Continue',
      says,
      icon: 'play',
      effect: { do: 'command', kind: 'continue', ...data },
    });
  }
  acts.push({
    id: 'cancel-step',
    label: 'Cancel this step',
    says: cancelStepWords(run, step),
    icon: 'stop',
    effect: { do: 'command', kind: 'cancel-step', ...data },
  });
  return acts;
}

/** An instance or a step in a group runs again with the step of the flow that it belongs to. */
function rerunsFrom(run: RunView, stepId: string): readonly Act[] {
  const id = planStepId(stepId).split('/')[0] ?? stepId;
  const isOwn = run.plan.steps.some((step) => step.id === id && !step.auxiliary);
  if (run.finishedAt === undefined || !isOwn) return [];
  const again = (scope: RerunScope, label: string): Act => ({
    id: `rerun-${scope.kind}`,
    label,
    says: rerunWords(run, scope),
    icon: 'retry',
    effect: { do: 'rerun', scope },
  });
  return [
    again({ kind: 'from', stepId: id }, `Run again from ${id} on`),
    again({ kind: 'only', stepIds: [id] }, `Run only ${id} again`),
  ];
}

function reruns(run: RunView): readonly Act[] {
  const again = (scope: RerunScope, label: string): Act => ({
    id: `rerun-${scope.kind}`,
    label,
    says: rerunWords(run, scope),
    icon: 'retry',
    effect: { do: 'rerun', scope },
  });
  const isMendable = run.status === 'failed' || run.status === 'cancelled';
  return [
    ...(isMendable ? [again({ kind: 'failed' }, 'Run again what did not succeed')] : []),
    again({ kind: 'all' }, 'Run everything again, as it was recorded'),
    {
      id: 'rerun-changed',
      label: 'Run again with changes…',
      says: 'Other parameters, the flow as it is now, or chosen steps',
      icon: 'edit',
      effect: { do: 'ask-rerun' },
    },
  ];
}
