import { create } from 'zustand';

/** The step whose name or command is being written on the canvas. */
interface InlineEdit {
  readonly stepId: string | null;
  readonly field: 'name' | 'command';
  /** What is written belongs to the adding of the step: one entry of the history. */
  readonly isNew: boolean;
}

export const useInlineEdit = create<InlineEdit>(() => ({ stepId: null, field: 'name', isNew: false }));

export const writeName = (stepId: string, isNew = false): void =>
  useInlineEdit.setState({ stepId, field: 'name', isNew });
export const writeCommand = (stepId: string, isNew = false): void =>
  useInlineEdit.setState({ stepId, field: 'command', isNew });
export const endWriting = (): void => useInlineEdit.setState({ stepId: null });
