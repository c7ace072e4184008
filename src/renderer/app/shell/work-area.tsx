import { lazy, Suspense } from 'react';
import { Canvas } from '../../features/canvas/canvas.tsx';
import { RestrictedBanner } from '../../features/flows/restricted-banner.tsx';
import { Welcome } from '../../features/flows/welcome.tsx';
import { useLayout } from '../../shared/stores/layout.ts';
import { useStudio } from '../../shared/stores/studio.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { FlowHeader } from '../header/flow-header.tsx';
import { BottomPanel } from './bottom-panel.tsx';
import { InspectorPanel } from './inspector-panel.tsx';
import styles from './shell.module.css';

/** Not needed for the first paint. */
const SchedulesScreen = lazy(() => import('../../features/schedules/schedules-screen.tsx'));

/** What is open: a flow or a run with its graph, details and panels, or else the next step to take. */
export function WorkArea() {
  const isSchedules = useLayout((state) => state.activity === 'schedules');
  const isOpen = useStudio((state) => state.file !== null || state.pinnedRun !== null);
  const loaded = useWorkspaces((state) => state.loaded);
  if (isSchedules) {
    return (
      <main className={styles.work}>
        <Suspense fallback={null}>
          <SchedulesScreen />
        </Suspense>
      </main>
    );
  }
  return (
    <main className={styles.work}>
      {isOpen ? (
        <>
          <FlowHeader />
          <RestrictedBanner />
          <div className={styles.upper}>
            <div className={styles.stage}>
              <Canvas />
            </div>
            <InspectorPanel />
          </div>
          <BottomPanel />
        </>
      ) : (
        <>
          <RestrictedBanner />
          {loaded && <Welcome />}
        </>
      )}
    </main>
  );
}
