import { create } from 'zustand';
import { changeLayout, useLayout } from './layout.ts';

/** A place in the text of the open flow; line and column count from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** The place that a person wants to see, until the editor shows it; `cursor` is where they were. */
export const useReveal = create<{ readonly place: TextPlace | 'cursor' | null }>(() => ({ place: null }));

/** Goes to a place in the text of the open flow, beside the graph where the text is not shown yet. */
export function revealInSource(place: TextPlace | 'cursor'): void {
  if (useLayout.getState().source === 'hidden') changeLayout({ source: 'beside' });
  useReveal.setState({ place });
}
