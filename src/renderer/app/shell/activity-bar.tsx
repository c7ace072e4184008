import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import type { Activity } from '../../shared/stores/window-layout.ts';
import { IconButton } from '../../shared/ui/button.tsx';
import { setPanelOpen, usePanelOpen } from './narrow.ts';
import { SettingsPopover } from './settings-popover.tsx';
import styles from './shell.module.css';

const ACTIVITIES = [
  { id: 'flows', label: 'Flows', icon: 'flows' },
  { id: 'runs', label: 'Runs', icon: 'runs' },
  { id: 'schedules', label: 'Schedules', icon: 'schedules' },
] as const;

/** Where to look. Choosing what is shown already puts the side list away; schedules have the whole window. */
export function ActivityBar() {
  const activity = useLayout((state) => state.activity);
  const sideOpen = usePanelOpen('side');
  const choose = (id: Activity) => {
    if (id !== 'schedules') setPanelOpen('side', id !== activity || !sideOpen);
    changeLayout({ activity: id });
  };
  return (
    <nav className={styles.activity} aria-label="Activities">
      {ACTIVITIES.map(({ id, label, icon }) => (
        <IconButton
          key={id}
          icon={icon}
          label={label}
          aria-current={id === activity && (sideOpen || id === 'schedules') ? 'true' : undefined}
          onClick={() => choose(id)}
        />
      ))}
      <span />
      <SettingsPopover />
    </nav>
  );
}
