import { useRun } from '../../shared/stores/run.ts';
import { canCancelRun, requestRun, useRunObstacle } from '../../shared/stores/run-control.ts';
import { cancelRun, useStudio } from '../../shared/stores/studio.ts';
import { Button } from '../../shared/ui/button.tsx';
import { SHORTCUTS } from '../commands.ts';

export function RunButtons() {
  const starting = useStudio((state) => state.starting);
  const hasFlow = useStudio((state) => state.file !== null);
  const canCancel = useRun(canCancelRun);
  const obstacle = useRunObstacle();
  return (
    <>
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
