import { RerunMenu } from '../../features/runs/rerun-menu.tsx';
import { CommandButton, CommandIconButton } from '../../shared/commands/command-button.tsx';
import { useCommand } from '../../shared/commands/registry.ts';
import { useRun } from '../../shared/stores/run.ts';
import { useStudio } from '../../shared/stores/studio.ts';

/** Starts nothing more of the run, or goes on with it; what runs is left alone. */
function PauseButton() {
  const status = useRun((state) => state.latest?.status);
  const isStanding = status === 'paused' || status === 'interrupted';
  const isOf = useCommand('run.pause')?.obstacle === undefined;
  return isOf && <CommandIconButton command="run.pause" icon={isStanding ? 'play' : 'pause'} />;
}

export function RunButtons() {
  const starting = useStudio((state) => state.starting);
  const hasFlow = useStudio((state) => state.file !== null);
  const hasRun = useRun((state) => state.latest !== undefined);
  const isReplaying = useRun((state) => state.moment !== null);
  const canCancel = useCommand('run.cancel')?.obstacle === undefined;
  return (
    <>
      {hasRun && <CommandIconButton command="replay.toggle" isPressed={isReplaying} />}
      <RerunMenu />
      <PauseButton />
      {canCancel && (
        <CommandButton command="run.cancel" look="danger">
          Cancel
        </CommandButton>
      )}
      {hasFlow && <CommandIconButton command="run.dry" />}
      {hasFlow && (
        <CommandButton command="run.start" look="primary" isBusy={starting}>
          Run
        </CommandButton>
      )}
    </>
  );
}
