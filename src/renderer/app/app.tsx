import { lazy, Suspense } from 'react';
import { useShortcutSheet } from '../features/settings/view.ts';
import { useNewFlow } from '../features/start/new-flow.ts';
import { ContextMenuLayer } from '../shared/commands/context-menu.tsx';
import { usePalette } from '../shared/commands/palette.ts';
import { useTriggerEditor } from '../shared/stores/trigger-editor.ts';
import { useTrustReview } from '../shared/stores/trust-review.ts';
import { TooltipLayer } from '../shared/ui/tooltip.tsx';
import { Notices } from './notices.tsx';
import { ActivityBar } from './shell/activity-bar.tsx';
import styles from './shell/shell.module.css';
import { SidePanel } from './shell/side-panel.tsx';
import { WorkArea } from './shell/work-area.tsx';
import { useWindowTitle } from './window-title.ts';

/** Needed rarely, from several places. */
const TriggerEditor = lazy(() => import('../features/schedules/editor/trigger-editor.tsx'));
const ShortcutSheet = lazy(() => import('../features/settings/shortcuts/shortcut-sheet.tsx'));
const NewFlowDialog = lazy(() => import('../features/start/new-flow-dialog.tsx'));
const TrustDialog = lazy(() => import('../features/flows/trust/trust-dialog.tsx'));
const Palette = lazy(() => import('../features/palette/palette.tsx'));

export function App() {
  const isEditing = useTriggerEditor((state) => state.edited !== null);
  const isNaming = useNewFlow((state) => state.isOpen);
  const isSheetOpen = useShortcutSheet((state) => state.isOpen);
  const isTrusting = useTrustReview((state) => state.asked !== null);
  const isFinding = usePalette((state) => state.isOpen);
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
      {isNaming && (
        <Suspense fallback={null}>
          <NewFlowDialog />
        </Suspense>
      )}
      {isSheetOpen && (
        <Suspense fallback={null}>
          <ShortcutSheet />
        </Suspense>
      )}
      {isTrusting && (
        <Suspense fallback={null}>
          <TrustDialog />
        </Suspense>
      )}
      {isFinding && (
        <Suspense fallback={null}>
          <Palette />
        </Suspense>
      )}
      <ContextMenuLayer />
      <Notices />
      <TooltipLayer />
    </div>
  );
}
