import { create } from 'zustand';

/** The edge between whose ends a step goes when it is let go now. */
export const useDropTarget = create<{ readonly edge: string | null }>(() => ({ edge: null }));

export function showDropTarget(edge: string | null): void {
  if (useDropTarget.getState().edge !== edge) useDropTarget.setState({ edge });
}
