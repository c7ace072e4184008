import { create } from 'zustand';

/** The trigger that is being edited: one of a flow's list, or a new one at its end. */
export interface EditedTrigger {
  readonly workspace: string;
  readonly file: string;
  /** Null for a new one. */
  readonly index: number | null;
}

export const useTriggerEditor = create<{ readonly edited: EditedTrigger | null }>(() => ({ edited: null }));

export const editTrigger = (edited: EditedTrigger): void => useTriggerEditor.setState({ edited });
export const closeTriggerEditor = (): void => useTriggerEditor.setState({ edited: null });
