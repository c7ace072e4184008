import { create } from 'zustand';
import { changeLayout } from './layout.ts';

/** What is selected, once for canvas, inspector, terminal and timeline. */
interface Selection {
  /** A step of the plan or of the run, by full id. */
  readonly stepId: string | null;
  /** The attempt whose output is shown; null is the latest, whichever that will be. */
  readonly attempt: AttemptRef | null;
}

export interface AttemptRef {
  readonly branch: string;
  readonly attempt: number;
}

export const useSelection = create<Selection>(() => ({ stepId: null, attempt: null }));

export function selectStep(stepId: string | null, attempt: AttemptRef | null = null): void {
  useSelection.setState({ stepId, attempt });
  changeLayout({ stepId });
}

export const selectAttempt = (attempt: AttemptRef | null): void => useSelection.setState({ attempt });
