import type { Store } from '../../store/open-store.ts';
import type { TraySchedules } from './tray-feed.ts';

/** What the store knows of schedules. */
export function traySchedules({ schedules, workspaces }: Pick<Store, 'schedules' | 'workspaces'>): TraySchedules {
  const isAnyArmed = () => workspaces.list().some(({ path }) => schedules.armed(path).length > 0);
  return {
    state: () => (isAnyArmed() ? { paused: schedules.pauses().some(({ scope }) => scope === 'all') } : null),
    next: () => [],
    subscribe: schedules.watch,
  };
}
