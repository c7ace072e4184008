import { lazy, Suspense, useSyncExternalStore } from 'react';
import { isError } from '../../../core/base/diagnostic.ts';
import { ProblemsPanel } from '../../features/problems/problems-panel.tsx';
import { TimelinePanel } from '../../features/timeline/timeline-panel.tsx';
import { CommandIconButton } from '../../shared/commands/command-button.tsx';
import { useDocument } from '../../shared/stores/document.ts';
import { useDryRun } from '../../shared/stores/dry-run.ts';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import type { BottomTab } from '../../shared/stores/window-layout.ts';
import { Splitter } from '../../shared/ui/splitter.tsx';
import { type TabItem, Tabs } from '../../shared/ui/tabs.tsx';
import styles from './shell.module.css';

/** xterm is heavy and not needed for the first paint. */
const TerminalPanel = lazy(() => import('../../features/terminal/terminal-panel.tsx'));

const DryRunPanel = lazy(() => import('../../features/dry-run/dry-run-panel.tsx'));

const LEAST_HEIGHT = 96;
const PANEL_ID = 'bottom-panel';

export function BottomPanel() {
  const { bottomOpen, bottomHeight, bottomTab } = useLayout();
  const windowHeight = useSyncExternalStore(onResize, () => innerHeight);
  const most = Math.max(LEAST_HEIGHT, Math.round(windowHeight * (windowHeight < 480 ? 0.45 : 0.7)));
  const height = Math.min(bottomHeight, most);
  const toggle = () => changeLayout({ bottomOpen: !bottomOpen });
  return (
    <section
      className={styles.bottom}
      style={{ height: bottomOpen ? height : 33 }}
      data-open={bottomOpen}
      aria-label="Details of the run"
    >
      {bottomOpen && (
        <Splitter
          label="Resize the bottom panel"
          edge="top"
          size={height}
          min={LEAST_HEIGHT}
          max={most}
          onResize={(size) => changeLayout({ bottomHeight: size })}
          onCollapse={toggle}
        />
      )}
      <div className={styles.bottomBar}>
        <Tabs
          label="Details of the run"
          items={useTabItems()}
          selected={bottomTab}
          onSelect={(id) => changeLayout({ bottomTab: id, bottomOpen: true })}
          controls={PANEL_ID}
        />
        <CommandIconButton command="view.panel" icon={bottomOpen ? 'chevron-down' : 'chevron-up'} />
      </div>
      <div id={PANEL_ID} role="tabpanel" aria-label={TITLES[bottomTab]} className={styles.bottomContent}>
        {bottomOpen && <BottomContent tab={bottomTab} />}
      </div>
    </section>
  );
}

const TITLES: Readonly<Record<BottomTab, string>> = {
  timeline: 'Timeline',
  terminal: 'Terminal',
  problems: 'Problems',
  'dry-run': 'Dry run',
};

function BottomContent({ tab }: { readonly tab: BottomTab }) {
  switch (tab) {
    case 'timeline':
      return <TimelinePanel />;
    case 'terminal':
      return (
        <Suspense fallback={null}>
          <TerminalPanel />
        </Suspense>
      );
    case 'problems':
      return <ProblemsPanel />;
    case 'dry-run':
      return (
        <Suspense fallback={null}>
          <DryRunPanel />
        </Suspense>
      );
  }
}

function useTabItems(): readonly TabItem<BottomTab>[] {
  const diagnostics = useDocument((state) => state.document?.diagnostics);
  const problems = diagnostics?.length ?? 0;
  const hasDryRun = useDryRun((state) => state.phase !== 'none');
  const isShown = useLayout((state) => state.bottomTab === 'dry-run');
  const tone = diagnostics?.some(isError) ? 'error' : 'warning';
  return [
    { id: 'timeline', label: TITLES.timeline },
    { id: 'terminal', label: TITLES.terminal },
    {
      id: 'problems',
      label: (
        <>
          {TITLES.problems}
          {problems > 0 && (
            <span className={styles.badge} data-tone={tone}>
              {problems}
            </span>
          )}
        </>
      ),
    },
    ...(hasDryRun || isShown ? [{ id: 'dry-run' as const, label: TITLES['dry-run'] }] : []),
  ];
}

function onResize(listener: () => void): () => void {
  addEventListener('resize', listener);
  return () => removeEventListener('resize', listener);
}
