import { CommandIconButton } from '../../shared/commands/command-button.tsx';
import { useEditing } from '../../shared/editing/editing.ts';
import { useStudio } from '../../shared/stores/studio.ts';
import styles from './flow-header.module.css';

/** Beside the name while the file does not hold what is shown. */
export function UnsavedDot() {
  const isDirty = useEditing((state) => state.isDirty);
  if (!isDirty) return null;
  return <span className={styles.unsaved} role="img" aria-label="Not saved yet" data-tip="Not saved yet" />;
}

export function SaveButton() {
  const isPinned = useStudio((state) => state.pinnedRun !== null);
  return isPinned ? null : <CommandIconButton command="file.save" />;
}
