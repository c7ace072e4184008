import { TooltipLayer } from '../shared/ui/tooltip.tsx';
import { useShortcuts } from './commands.ts';
import { Notices } from './notices.tsx';
import { ActivityBar } from './shell/activity-bar.tsx';
import styles from './shell/shell.module.css';
import { SidePanel } from './shell/side-panel.tsx';
import { WorkArea } from './shell/work-area.tsx';
import { useWindowTitle } from './window-title.ts';

export function App() {
  useShortcuts();
  useWindowTitle();
  return (
    <div className={styles.shell}>
      <ActivityBar />
      <SidePanel />
      <WorkArea />
      <Notices />
      <TooltipLayer />
    </div>
  );
}
