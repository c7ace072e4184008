import { Inspector } from '../../features/inspector/inspector.tsx';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import { Splitter } from '../../shared/ui/splitter.tsx';
import { setPanelOpen, usePanelOpen } from './narrow.ts';
import styles from './shell.module.css';

export function InspectorPanel() {
  const inspectorWidth = useLayout((state) => state.inspectorWidth);
  if (!usePanelOpen('inspector')) return null;
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
        onCollapse={() => setPanelOpen('inspector', false)}
      />
    </aside>
  );
}
