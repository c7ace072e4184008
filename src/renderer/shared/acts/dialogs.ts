import { create } from 'zustand';

/** What a person is asked before something is done with the shown run. */
interface Dialogs {
  readonly answer: { readonly stepId: string; readonly answer: 'approve' | 'reject' } | null;
  readonly isRerunOpen: boolean;
}

export const useDialogs = create<Dialogs>(() => ({ answer: null, isRerunOpen: false }));

/** Asks for a comment with the answer. */
export const askAnswer = (stepId: string, answer: 'approve' | 'reject'): void =>
  useDialogs.setState({ answer: { stepId, answer } });

/** Asks what of the run is to be run again, and with what. */
export const askRerun = (): void => useDialogs.setState({ isRerunOpen: true });
