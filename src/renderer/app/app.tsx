import { lazy, Suspense } from 'react';
import { useTriggerEditor } from '../shared/stores/trigger-editor.ts';
import { TooltipLayer } from '../shared/ui/tooltip.tsx';
import { Notices } from './notices.tsx';
import { ActivityBar } from './shell/activity-bar.tsx';
import styles from './shell/shell.module.css';
import { SidePanel } from './shell/side-panel.tsx';
import { WorkArea } from './shell/work-area.tsx';
import { useWindowTitle } from './window-title.ts';

/** Needed rarely, from several places. */
const TriggerEditor = lazy(() => import('../features/schedules/editor/trigger-editor.tsx'));

export function App() {
  const isEditing = useTriggerEditor((state) => state.edited !== null);
  useWindowTitle();
  return (
    <div className={styles.shell}>
      <ActivityBar />
      <SidePanel />
      <WorkArea />
      {isEditing && (
        <Suspense fallback={null}>
          <TriggerEditor />
        </Suspense>
      )}
      <Notices />
      <TooltipLayer />
    </div>
  );
}
