import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import type { Activity } from '../../shared/stores/window-layout.ts';
import type { IconName } from '../../shared/ui/icon.tsx';
import { isPanelOpen, setPanelOpen } from './narrow.ts';
import { hasScreen } from './screens.ts';

interface ActivityItem {
  readonly id: Activity;
  readonly label: string;
  readonly icon: IconName;
}

/** What the bar at the edge of the window offers, from its top. */
export const ACTIVITIES: readonly ActivityItem[] = [
  { id: 'flows', label: 'Flows', icon: 'flows' },
  { id: 'runs', label: 'Runs', icon: 'runs' },
  { id: 'schedules', label: 'Schedules', icon: 'schedules' },
  { id: 'health', label: 'Health', icon: 'health' },
  { id: 'settings', label: 'Settings', icon: 'settings' },
];

/** Shows an activity. Choosing the list that is shown already puts it away. */
export function showActivity(id: Activity): void {
  if (!hasScreen(id)) setPanelOpen('side', id !== useLayout.getState().activity || !isPanelOpen('side'));
  changeLayout({ activity: id });
}
