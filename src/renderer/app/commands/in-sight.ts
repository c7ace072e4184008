import type { Readable } from '../../shared/commands/command.ts';
import { useLayout } from '../../shared/stores/layout.ts';
import { useStudio } from '../../shared/stores/studio.ts';
import { hasScreen } from '../shell/screens.ts';

/** Why what acts on the open flow or run cannot be done: a screen of its own has its place, or nothing is open. */
export function outOfSight(): string | undefined {
  const { file, pinnedRun } = useStudio.getState();
  if (hasScreen(useLayout.getState().activity)) return 'go back to the flows first';
  return file === null && pinnedRun === null ? 'open a flow or a run first' : undefined;
}

export const SIGHT: readonly Readable[] = [useLayout, useStudio];
