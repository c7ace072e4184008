import { Fragment } from 'react';
import { useShortcut } from '../../shared/commands/use-shortcut.ts';
import { useLayout } from '../../shared/stores/layout.ts';
import { IconButton } from '../../shared/ui/button.tsx';
import { ACTIVITIES, showActivity } from './activities.ts';
import { usePanelOpen } from './narrow.ts';
import { hasScreen } from './screens.ts';
import styles from './shell.module.css';

/** Where to look. */
export const ActivityBar = () => (
  <nav className={styles.activity} aria-label="Activities">
    {ACTIVITIES.map((item) => (
      <Fragment key={item.id}>
        {/* What is about the studio itself stands at the bottom. */}
        {item.id === 'health' && <span />}
        <ActivityButton {...item} />
      </Fragment>
    ))}
  </nav>
);

function ActivityButton({ id, label, icon }: (typeof ACTIVITIES)[number]) {
  const isChosen = useLayout((state) => state.activity === id);
  const sideOpen = usePanelOpen('side');
  return (
    <IconButton
      icon={icon}
      label={label}
      shortcut={useShortcut(`go.${id}`)}
      aria-current={isChosen && (sideOpen || hasScreen(id)) ? 'true' : undefined}
      onClick={() => showActivity(id)}
    />
  );
}
