import { useEffect } from 'react';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import { followSchedules, useSchedules } from '../../shared/stores/schedules.ts';
import type { SchedulesTab } from '../../shared/stores/window-layout.ts';
import { type TabItem, Tabs } from '../../shared/ui/tabs.tsx';
import { Agenda } from './agenda/agenda.tsx';
import { PendingBanner } from './arming/pending-banner.tsx';
import { RestrictedFolders } from './arming/restricted-folders.tsx';
import { Calendar } from './calendar/calendar.tsx';
import { NoSchedules } from './empty.tsx';
import { Ledger } from './ledger/ledger.tsx';
import { OwnerWord } from './owner-word.tsx';
import { PauseControls, PausedBanner } from './pause-controls.tsx';
import styles from './schedules.module.css';
import { ScheduleTable } from './table/schedule-table.tsx';
import { WhatIf } from './what-if/what-if.tsx';

const TABS: readonly TabItem<SchedulesTab>[] = [
  { id: 'schedules', label: 'All' },
  { id: 'calendar', label: 'Calendar' },
  { id: 'agenda', label: 'Agenda' },
  { id: 'ledger', label: 'Ledger', tip: 'What became of every instant that was due' },
  { id: 'what-if', label: 'What-if', tip: 'Move the clock ahead and see what fires' },
];

const PANEL_ID = 'schedules-panel';

/** Every schedule: what fires next, what fired, why something did not, and what will come. */
export default function SchedulesScreen() {
  const tab = useLayout((state) => state.schedulesTab);
  const phase = useSchedules((state) => state.phase);
  const isEmpty = useSchedules((state) => state.rows.length === 0);
  useEffect(followSchedules, []);
  return (
    <section className={styles.screen} aria-label="Schedules">
      <header className={styles.header}>
        <h1>Schedules</h1>
        <Tabs
          label="Schedules"
          items={TABS}
          selected={tab}
          onSelect={(schedulesTab) => changeLayout({ schedulesTab })}
          controls={PANEL_ID}
        />
        <span className={styles.space} />
        <OwnerWord />
        <PauseControls />
      </header>
      <PausedBanner />
      <RestrictedFolders />
      <PendingBanner />
      <div id={PANEL_ID} role="tabpanel" aria-label={tab} className={styles.panel}>
        {phase === 'ready' && (isEmpty && tab !== 'ledger' ? <NoSchedules /> : <Panel tab={tab} />)}
      </div>
    </section>
  );
}

function Panel({ tab }: { readonly tab: SchedulesTab }) {
  switch (tab) {
    case 'schedules':
      return <ScheduleTable />;
    case 'calendar':
      return <Calendar />;
    case 'agenda':
      return <Agenda />;
    case 'ledger':
      return <Ledger />;
    case 'what-if':
      return <WhatIf />;
  }
}
