import { CommandIconButton } from '../../shared/commands/command-button.tsx';
import { useLayout } from '../../shared/stores/layout.ts';
import styles from './canvas.module.css';

/** Tools at the foot of the canvas: what changes the graph, then how it is looked at. */
export function CanvasControls({ isEditable }: { readonly isEditable: boolean }) {
  const minimap = useLayout((state) => state.minimap);
  const palette = useLayout((state) => state.stepPalette);
  return (
    <div className={styles.tools}>
      {isEditable && (
        <div className={styles.controls} role="toolbar" aria-label="Changes of the graph" aria-orientation="horizontal">
          <CommandIconButton command="canvas.palette" isPressed={palette} />
          <CommandIconButton command="edit.undo" />
          <CommandIconButton command="edit.redo" />
          <CommandIconButton command="canvas.tidy" />
        </div>
      )}
      <div className={styles.controls} role="toolbar" aria-label="View of the graph" aria-orientation="horizontal">
        <CommandIconButton command="canvas.zoom-out" />
        <CommandIconButton command="canvas.zoom-in" icon="zoom-in" />
        <CommandIconButton command="canvas.fit" />
        <CommandIconButton command="canvas.find" />
        <CommandIconButton command="canvas.map" isPressed={minimap} />
      </div>
    </div>
  );
}
