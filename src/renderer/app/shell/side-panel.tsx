import { FlowsPanel } from '../../features/flows/flows-panel.tsx';
import { RunsPanel } from '../../features/runs/runs-panel.tsx';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import { Splitter } from '../../shared/ui/splitter.tsx';
import styles from './shell.module.css';

/** The list of the chosen activity. */
export function SidePanel() {
  const { activity, sideOpen, sideWidth } = useLayout();
  if (!sideOpen) return null;
  return (
    <aside className={styles.side} style={{ width: sideWidth }} aria-label={activity === 'flows' ? 'Flows' : 'Runs'}>
      <div className={styles.sideContent}>{activity === 'flows' ? <FlowsPanel /> : <RunsPanel />}</div>
      <Splitter
        label="Resize the side list"
        edge="right"
        size={sideWidth}
        min={180}
        max={480}
        onResize={(size) => changeLayout({ sideWidth: size })}
        onCollapse={() => changeLayout({ sideOpen: false })}
      />
    </aside>
  );
}
