import type { ComponentType } from 'react';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import type { RunsTab } from '../../shared/stores/window-layout.ts';
import { type TabItem, Tabs } from '../../shared/ui/tabs.tsx';
import { ComparePanel } from './compare/compare-panel.tsx';
import { FlowStatisticsPanel } from './flows/flow-statistics.tsx';
import { RetentionPanel } from './keep/retention-panel.tsx';
import { RunList } from './list/run-list.tsx';
import styles from './runs-screen.module.css';
import { LogSearchPanel } from './search/log-search-panel.tsx';

const TABS: readonly TabItem<RunsTab>[] = [
  { id: 'all', label: 'All' },
  { id: 'flows', label: 'By flow', tip: 'Outcomes, durations and slowest steps of each flow' },
  { id: 'search', label: 'Search', tip: 'Text in the logs of many runs' },
  { id: 'compare', label: 'Compare', tip: 'What differs between two runs' },
  { id: 'keep', label: 'Keep', tip: 'Which runs stay, and for how long' },
];

const PANELS: Readonly<Record<RunsTab, ComponentType>> = {
  all: RunList,
  flows: FlowStatisticsPanel,
  search: LogSearchPanel,
  compare: ComparePanel,
  keep: RetentionPanel,
};

const PANEL_ID = 'runs-panel';

/** Every run there is, and what they tell together. */
export default function RunsScreen() {
  const tab = useLayout((state) => state.runsTab);
  const Panel = PANELS[tab];
  return (
    <section className={styles.screen} aria-label="Runs">
      <header className={styles.header}>
        <h1>Runs</h1>
        <Tabs
          label="Runs"
          items={TABS}
          selected={tab}
          onSelect={(runsTab) => changeLayout({ runsTab })}
          controls={PANEL_ID}
        />
      </header>
      <div id={PANEL_ID} role="tabpanel" aria-label={tab} className={styles.panel}>
        <Panel />
      </div>
    </section>
  );
}
