import { lazy, Suspense } from 'react';
import { RestrictedBanner } from '../../features/flows/restricted-banner.tsx';
import { CodeBanner } from '../../features/flows/trust/code-banner.tsx';
import { ReplayBar } from '../../features/replay/replay-bar.tsx';
import { ConflictBanner } from '../../features/source/conflict/conflict-banner.tsx';
import { useLayout } from '../../shared/stores/layout.ts';
import { useStudio } from '../../shared/stores/studio.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { FlowHeader } from '../header/flow-header.tsx';
import { TabStrip } from '../tabs/tab-strip.tsx';
import { BottomPanel } from './bottom-panel.tsx';
import { InspectorPanel } from './inspector-panel.tsx';
import { SCREENS } from './screens.ts';
import styles from './shell.module.css';
import { Stage } from './stage.tsx';

/** Not needed while something is open. */
const StartPage = lazy(() => import('../../features/start/start-page.tsx'));

/** What is open: a flow or a run with its graph, details and panels, or else the next step to take. */
export function WorkArea() {
  const Screen = useLayout((state) => SCREENS[state.activity]);
  const isOpen = useStudio((state) => state.file !== null || state.pinnedRun !== null);
  const loaded = useWorkspaces((state) => state.loaded);
  if (Screen !== undefined) {
    return (
      <main className={styles.work}>
        <Suspense fallback={null}>
          <Screen />
        </Suspense>
      </main>
    );
  }
  return (
    <main className={styles.work}>
      <TabStrip />
      {isOpen ? (
        <>
          <FlowHeader />
          <RestrictedBanner />
          <CodeBanner />
          <ConflictBanner />
          <div className={styles.upper}>
            <Stage />
            <InspectorPanel />
          </div>
          <ReplayBar />
          <BottomPanel />
        </>
      ) : (
        <>
          <RestrictedBanner />
          <CodeBanner />
          {loaded && (
            <Suspense fallback={null}>
              <StartPage />
            </Suspense>
          )}
        </>
      )}
    </main>
  );
}
