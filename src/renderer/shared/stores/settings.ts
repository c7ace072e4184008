import { create } from 'zustand';
import { changedSettings } from '../../../contract/changed-settings.ts';
import type { Settings, SettingsChange } from '../../../contract/settings.ts';
import { client } from '../client/client.ts';
import { follow } from '../client/follow.ts';

const DEFAULTS: Settings = {
  theme: 'system',
  density: 'regular',
  motion: 'system',
  editor: 'system',
  onInterrupted: 'resume',
  tray: 'auto',
  closeToTray: true,
  startAtLogin: false,
  startHidden: true,
  notifyFailures: true,
  notifyApprovals: true,
  notifySuccesses: false,
  keepAwakeWhileRunning: 'never',
  favourites: [],
  keepRuns: 0,
  keepDays: 0,
  keepLogMegabytes: 0,
  keepFailedRuns: false,
  shortcuts: {},
};
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const systemReduced = matchMedia('(prefers-reduced-motion: reduce)');

interface SettingsStore {
  readonly settings: Settings;
  /** What holds after the system's own wishes are taken in. */
  readonly theme: 'light' | 'dark';
  readonly motion: 'reduced' | 'full';
}

const resolve = (settings: Settings): SettingsStore => ({
  settings,
  theme: settings.theme === 'system' ? (systemDark.matches ? 'dark' : 'light') : settings.theme,
  motion: settings.motion === 'system' ? (systemReduced.matches ? 'reduced' : 'full') : settings.motion,
});

export const useSettings = create<SettingsStore>(() => resolve(DEFAULTS));

const apply = (settings: Settings) => useSettings.setState(resolve(settings));

/** Shows the change at once; the answer of the studio is what stays. */
export async function changeSettings(change: SettingsChange): Promise<void> {
  const before = useSettings.getState().settings;
  apply(changedSettings(before, change));
  try {
    apply(await client.settings.set(change));
  } catch (error) {
    apply(before);
    throw error;
  }
}

/** Keeps the settings as the studio has them, and in step with the system. Resolves once they are known. */
export async function followSettings(): Promise<void> {
  for (const query of [systemDark, systemReduced]) {
    query.addEventListener('change', () => apply(useSettings.getState().settings));
  }
  apply(await client.settings.get());
  follow({ open: (signal) => client.settings.watch(undefined, { signal }), onItem: apply });
}
