import { type ComponentType, lazy } from 'react';
import type { Activity } from '../../shared/stores/window-layout.ts';

/** Activities that have all of the window but the bar; the others are a list beside the work. Not needed for the first paint. */
export const SCREENS: Partial<Record<Activity, ComponentType>> = {
  runs: lazy(() => import('../../features/runs/runs-screen.tsx')),
  health: lazy(() => import('../../features/health/health-screen.tsx')),
  schedules: lazy(() => import('../../features/schedules/schedules-screen.tsx')),
  settings: lazy(() => import('../../features/settings/settings-screen.tsx')),
};

export const hasScreen = (activity: Activity): boolean => SCREENS[activity] !== undefined;
