import { create } from 'zustand';
import { useRun } from '../../shared/stores/run.ts';
import { useStudio } from '../../shared/stores/studio.ts';

export type InspectorTab = 'configure' | 'run';

/** What the person chose last; null before they did. */
const useChosenTab = create<{ readonly chosen: InspectorTab | null }>(() => ({ chosen: null }));

export const showInspectorTab = (tab: InspectorTab): void => useChosenTab.setState({ chosen: tab });

/** Without a choice: a run where there is one to look at, else the form. A run that was opened by itself is looked at. */
export function useInspectorTab(): InspectorTab {
  const chosen = useChosenTab((state) => state.chosen);
  const hasRun = useRun((state) => state.runId !== null);
  const isPinned = useStudio((state) => state.pinnedRun !== null);
  if (isPinned && chosen === null) return 'run';
  return chosen ?? (hasRun ? 'run' : 'configure');
}
