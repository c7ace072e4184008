import type { Command, Readable } from '../../shared/commands/command.ts';
import { useDocument } from '../../shared/stores/document.ts';
import { useRun } from '../../shared/stores/run.ts';
import {
  canCancelRun,
  dryRunObstacle,
  requestDryRun,
  requestRun,
  runObstacle,
} from '../../shared/stores/run-control.ts';
import { cancelRun, commandRun, rerunShown, useStudio } from '../../shared/stores/studio.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { outOfSight, SIGHT } from './in-sight.ts';

const RUN: readonly Readable[] = [...SIGHT, useRun, useWorkspaces];

const notLive = (): string | undefined => outOfSight() ?? (canCancelRun() ? undefined : 'no run is going on here');

function notPausable(): string | undefined {
  const status = useRun.getState().latest?.status;
  return notLive() ?? (status === 'queued' ? 'the run has not begun' : undefined);
}

function notFinished(): string | undefined {
  const hidden = outOfSight();
  if (hidden !== undefined) return hidden;
  if (useRun.getState().latest?.finishedAt === undefined) return 'no finished run is shown';
  return useWorkspaces.getState().current?.trusted === true ? undefined : 'this folder is restricted';
}

/** It goes on only when somebody says so: it is paused, or its process died. */
function isStanding(): boolean {
  const status = useRun.getState().latest?.status;
  return status === 'paused' || status === 'interrupted';
}

export const RUN_COMMANDS: readonly Command[] = [
  {
    id: 'run.start',
    label: 'Run this flow',
    category: 'Run',
    group: 'start',
    icon: 'play',
    keywords: 'start execute',
    shortcut: 'Mod+Enter',
    obstacle: () => outOfSight() ?? (useStudio.getState().file === null ? 'open a flow first' : runObstacle()),
    dependsOn: [...SIGHT, useDocument, useWorkspaces],
    run: requestRun,
  },
  {
    id: 'run.dry',
    label: 'Dry run: show what would run',
    category: 'Run',
    group: 'start',
    icon: 'dry-run',
    keywords: 'preview plan try simulate waves',
    shortcut: 'Mod+Shift+Enter',
    obstacle: () => outOfSight() ?? (useStudio.getState().file === null ? 'open a flow first' : dryRunObstacle()),
    dependsOn: [...SIGHT, useDocument],
    run: requestDryRun,
  },
  {
    id: 'run.again',
    label: 'Run again, as it was recorded',
    category: 'Run',
    group: 'start',
    icon: 'retry',
    keywords: 'rerun repeat',
    obstacle: notFinished,
    dependsOn: RUN,
    run: () => rerunShown({ kind: 'all' }),
  },
  {
    id: 'run.retry-failed',
    label: 'Run again what did not succeed',
    category: 'Run',
    group: 'start',
    icon: 'retry',
    keywords: 'rerun failed retry',
    obstacle: () => {
      const status = useRun.getState().latest?.status;
      return notFinished() ?? (status === 'failed' || status === 'cancelled' ? undefined : 'everything succeeded');
    },
    dependsOn: RUN,
    run: () => rerunShown({ kind: 'failed' }),
  },
  {
    id: 'run.pause',
    label: () => (isStanding() ? 'Resume this run' : 'Pause: start nothing more of this run'),
    category: 'Run',
    group: 'control',
    icon: 'pause',
    keywords: 'hold continue',
    obstacle: notPausable,
    dependsOn: RUN,
    run: () => commandRun(isStanding() ? 'resume' : 'pause'),
  },
  {
    id: 'run.cancel',
    label: 'Cancel this run',
    category: 'Run',
    group: 'control',
    icon: 'stop',
    keywords: 'stop kill abort',
    shortcut: 'Mod+.',
    obstacle: notLive,
    dependsOn: RUN,
    run: cancelRun,
  },
];
