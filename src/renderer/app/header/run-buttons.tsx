import { RerunMenu } from '../../features/runs/rerun-menu.tsx';
import { useRun } from '../../shared/stores/run.ts';
import { canCancelRun, requestRun, useRunObstacle } from '../../shared/stores/run-control.ts';
import { cancelRun, commandRun, useStudio } from '../../shared/stores/studio.ts';
import { Button, IconButton } from '../../shared/ui/button.tsx';
import { SHORTCUTS } from '../commands.ts';

/** Starts nothing more of the run, or goes on with it; what runs is left alone. */
function PauseButton() {
  const status = useRun((state) => state.run?.status);
  const canCancel = useRun(canCancelRun);
  if (!canCancel || status === 'queued' || status === 'interrupted') return null;
  const isPaused = status === 'paused';
  return (
    <IconButton
      icon={isPaused ? 'play' : 'pause'}
      label={isPaused ? 'Resume this run' : 'Pause: start nothing more of this run'}
      onClick={() => void commandRun(isPaused ? 'resume' : 'pause')}
    />
  );
}

export function RunButtons() {
  const starting = useStudio((state) => state.starting);
  const hasFlow = useStudio((state) => state.file !== null);
  const canCancel = useRun(canCancelRun);
  const obstacle = useRunObstacle();
  return (
    <>
      <RerunMenu />
      <PauseButton />
      {canCancel && (
        <Button
          icon="stop"
          look="danger"
          shortcut={SHORTCUTS.cancel}
          tip="Cancel this run"
          onClick={() => void cancelRun()}
        >
          Cancel
        </Button>
      )}
      {hasFlow && (
        // `aria-disabled` instead of `disabled`: the reason can be reached by keyboard and mouse alike.
        <Button
          icon="play"
          look="primary"
          shortcut={SHORTCUTS.run}
          tip={obstacle ?? 'Run this flow'}
          aria-disabled={obstacle !== undefined || starting}
          aria-description={obstacle}
          onClick={requestRun}
        >
          Run
        </Button>
      )}
    </>
  );
}
