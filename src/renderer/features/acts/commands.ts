import type { Act } from '../../shared/acts/acts.ts';
import { stepActs } from '../../shared/acts/acts.ts';
import { askRerun } from '../../shared/acts/dialogs.ts';
import { perform } from '../../shared/acts/perform.ts';
import type { Command, Readable } from '../../shared/commands/command.ts';
import { useDocument } from '../../shared/stores/document.ts';
import { useRun } from '../../shared/stores/run.ts';
import { requestRun, runObstacle } from '../../shared/stores/run-control.ts';
import { useSelection } from '../../shared/stores/selection.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import type { IconName } from '../../shared/ui/icon.tsx';

const STORES: readonly Readable[] = [useRun, useSelection, useWorkspaces, useDocument];

/** What the selected step offers now, by the id of the act. */
function actOf(id: string): Act | undefined {
  const { latest } = useRun.getState();
  const { stepId } = useSelection.getState();
  return latest === undefined || stepId === null ? undefined : stepActs(latest, stepId).find((act) => act.id === id);
}

const ofStep = (id: string, act: string, label: string, icon: IconName, none: string): Command => ({
  id,
  label: () => actOf(act)?.label ?? label,
  category: 'Run',
  group: 'step',
  icon,
  keywords: 'selected step',
  obstacle: () => {
    if (useSelection.getState().stepId === null) return 'select a step first';
    return actOf(act) === undefined ? none : undefined;
  },
  dependsOn: STORES,
  run: () => {
    const found = actOf(act);
    return found && perform(found);
  },
});

export const ACT_COMMANDS: readonly Command[] = [
  {
    id: 'run.chosen-steps',
    label: 'Run chosen steps…',
    category: 'Run',
    group: 'start',
    icon: 'play',
    keywords: 'selection only some partial',
    obstacle: runObstacle,
    dependsOn: STORES,
    run: () => requestRun({ choosesSteps: true }),
  },
  {
    id: 'run.again-changed',
    label: 'Run again with changes…',
    category: 'Run',
    group: 'start',
    icon: 'edit',
    keywords: 'rerun parameters edited chosen steps',
    obstacle: () => {
      if (useRun.getState().latest?.finishedAt === undefined) return 'no finished run is shown';
      return useWorkspaces.getState().current?.trusted === true ? undefined : 'this folder is restricted';
    },
    dependsOn: STORES,
    run: askRerun,
  },
  ofStep('step.approve', 'approve', 'Approve the step…', 'check', 'it waits for nobody'),
  ofStep('step.reject', 'reject', 'Reject the step…', 'close', 'it waits for nobody'),
  ofStep('step.continue', 'continue', 'Continue from the breakpoint', 'play', 'it does not stand at a breakpoint'),
  ofStep('step.cancel', 'cancel-step', 'Cancel the step', 'stop', 'nothing of it is to come'),
  ofStep('step.run-from', 'rerun-from', 'Run again from the step on', 'retry', 'its run has not finished'),
  ofStep('step.run-only', 'rerun-only', 'Run only the step again', 'retry', 'its run has not finished'),
];
