import { Inspector } from '../../features/inspector/inspector.tsx';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import { Splitter } from '../../shared/ui/splitter.tsx';
import styles from './shell.module.css';

export function InspectorPanel() {
  const { inspectorOpen, inspectorWidth } = useLayout();
  if (!inspectorOpen) return null;
  return (
    <aside className={styles.inspector} style={{ width: inspectorWidth }} aria-label="Inspector">
      <div className={styles.inspectorContent}>
        <Inspector />
      </div>
      <Splitter
        label="Resize the inspector"
        edge="left"
        size={inspectorWidth}
        min={220}
        max={560}
        onResize={(size) => changeLayout({ inspectorWidth: size })}
        onCollapse={() => changeLayout({ inspectorOpen: false })}
      />
    </aside>
  );
}
