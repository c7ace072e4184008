import { useEffect } from 'react';
import { CommandButton } from '../../shared/commands/command-button.tsx';
import { changeLayout } from '../../shared/stores/layout.ts';
import styles from './canvas.module.css';

/** A flow that has no step yet: what to do next. */
export function EmptyCanvas() {
  // The types of steps are shown by themselves, and stay until they are closed.
  useEffect(() => changeLayout({ stepPalette: true }), []);
  return (
    <div className={styles.empty}>
      <h2>No steps yet</h2>
      <p>Drag a type of step here, or paste steps from another flow.</p>
      <CommandButton command="canvas.add">Add a step</CommandButton>
    </div>
  );
}
