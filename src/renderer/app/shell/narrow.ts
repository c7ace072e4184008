import { useSyncExternalStore } from 'react';
import { create } from 'zustand';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';

type Panel = 'side' | 'inspector';

/** With little room, as at 200 % zoom, panels lie over the work: one at a time, and none to begin with. */
const narrow = matchMedia('(max-width: 759px)');

const useDrawer = create<{ readonly open: Panel | null }>(() => ({ open: null }));

narrow.addEventListener('change', () => useDrawer.setState({ open: null }));

const onNarrow = (listener: () => void) => {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
};

const KEYS = { side: 'sideOpen', inspector: 'inspectorOpen' } as const;

export function usePanelOpen(panel: Panel): boolean {
  const isNarrow = useSyncExternalStore(onNarrow, () => narrow.matches);
  const drawer = useDrawer((state) => state.open === panel);
  const docked = useLayout((state) => state[KEYS[panel]]);
  return isNarrow ? drawer : docked;
}

export function setPanelOpen(panel: Panel, isOpen: boolean): void {
  if (narrow.matches) useDrawer.setState({ open: isOpen ? panel : null });
  else changeLayout({ [KEYS[panel]]: isOpen });
}

export const isPanelOpen = (panel: Panel): boolean =>
  narrow.matches ? useDrawer.getState().open === panel : useLayout.getState()[KEYS[panel]];

export const togglePanel = (panel: Panel): void => setPanelOpen(panel, !isPanelOpen(panel));

/** Tells when a panel may have opened or closed. */
export const PANELS = {
  subscribe(listener: () => void): () => void {
    const stops = [onNarrow(listener), useDrawer.subscribe(listener), useLayout.subscribe(listener)];
    return () => {
      for (const stop of stops) stop();
    };
  },
};

/** What was chosen in a list that lies over the work is to be seen. */
export function closeDrawer(): void {
  if (narrow.matches) useDrawer.setState({ open: null });
}
