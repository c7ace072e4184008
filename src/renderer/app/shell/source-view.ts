import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import { useStudio } from '../../shared/stores/studio.ts';
import type { SourceView } from '../../shared/stores/window-layout.ts';

/** How the text is shown; a run whose flow file is elsewhere has none here. */
export function useSourceView(): SourceView {
  const chosen = useLayout((state) => state.source);
  const hasFile = useStudio((state) => state.file !== null);
  return hasFile ? chosen : 'hidden';
}

export const showSource = (source: SourceView): void => changeLayout({ source });

/** Shows the text this way, or the graph alone again. */
export const toggleSource = (source: Exclude<SourceView, 'hidden'>): void =>
  showSource(useLayout.getState().source === source ? 'hidden' : source);
