import { create } from 'zustand';
import { isError } from '../../../core/base/diagnostic.ts';
import { count } from '../format/count.ts';
import { isLive } from '../status/status.ts';
import { useDocument } from './document.ts';
import { showDryRun, startDryRun } from './dry-run.ts';
import { notify } from './notices.ts';
import { useRun } from './run.ts';
import { startRun, useStudio } from './studio.ts';
import { useWorkspaces } from './workspaces.ts';

interface RunForm {
  /** Whether the parameters of the next run, or of a dry one, are being asked for, or which steps are to run. */
  readonly isOpen: boolean;
  readonly isDry: boolean;
  readonly choosesSteps: boolean;
}

export const useRunForm = create<RunForm>(() => ({ isOpen: false, isDry: false, choosesSteps: false }));

/** Why the open flow cannot be run now, in words; undefined when it can. */
export function runObstacle(): string | undefined {
  const { document } = useDocument.getState();
  if (document === null) return 'The flow file is not there';
  if (useWorkspaces.getState().current?.trusted !== true) return 'This folder is restricted: trust it to run its flows';
  return dryRunObstacle();
}

/** Nothing runs, so that trust is not asked for. */
export function dryRunObstacle(): string | undefined {
  const { document } = useDocument.getState();
  if (document === null) return 'The flow file is not there';
  const errors = document.diagnostics.filter(isError).length;
  if (document.flow === null || errors > 0)
    return `The file has ${count(Math.max(1, errors), 'problem')} to mend first`;
  return undefined;
}

/** Starts the open flow, after asking for its parameters when it has any. */
export function requestRun({ choosesSteps = false } = {}): void {
  const { document } = useDocument.getState();
  if (useStudio.getState().file === null || useStudio.getState().starting) return;
  const reason = runObstacle();
  if (reason !== undefined) {
    notify('info', reason);
    return;
  }
  const hasParams = Object.keys(document?.flow?.params ?? {}).length > 0;
  if (hasParams || choosesSteps) useRunForm.setState({ isOpen: true, isDry: false, choosesSteps });
  else void startRun({});
}

/** Shows what a run would do, after asking for its parameters when it has any. */
export function requestDryRun(): void {
  const params = useDocument.getState().document?.flow?.params ?? {};
  showDryRun();
  if (Object.keys(params).length > 0) useRunForm.setState({ isOpen: true, isDry: true, choosesSteps: false });
  else void startDryRun({});
}

/** Whether the shown run can be asked to cancel: it lives, and nobody did yet. */
export function canCancelRun(): boolean {
  const { latest } = useRun.getState();
  return latest !== undefined && (isLive(latest.status) || latest.status === 'interrupted') && !latest.cancelRequested;
}
