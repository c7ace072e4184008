import { useEffect } from 'react';
import { FlowsPanel } from '../../features/flows/flows-panel.tsx';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import { useStudio } from '../../shared/stores/studio.ts';
import { Splitter } from '../../shared/ui/splitter.tsx';
import { closeDrawer, setPanelOpen, usePanelOpen } from './narrow.ts';
import { hasScreen } from './screens.ts';
import styles from './shell.module.css';

/** The list of the chosen activity. */
export function SidePanel() {
  const { activity, sideWidth } = useLayout();
  const isOpen = usePanelOpen('side');
  const shown = useStudio((state) => `${state.file} ${state.pinnedRun}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was opened is what closes it
  useEffect(closeDrawer, [shown]);
  if (!isOpen || hasScreen(activity)) return null;
  return (
    <aside className={styles.side} style={{ width: sideWidth }} aria-label="Flows">
      <div className={styles.sideContent}>
        <FlowsPanel />
      </div>
      <Splitter
        label="Resize the side list"
        edge="right"
        size={sideWidth}
        min={180}
        max={480}
        onResize={(size) => changeLayout({ sideWidth: size })}
        onCollapse={() => setPanelOpen('side', false)}
      />
    </aside>
  );
}
