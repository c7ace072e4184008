import type { Settings, SettingsChange } from './settings.ts';

/** The settings after a change. Apart from the schemas, so that the page does not load them. */
export function changedSettings(settings: Settings, { shortcuts = {}, ...values }: SettingsChange): Settings {
  const chosen = Object.entries({ ...settings.shortcuts, ...shortcuts }).filter(([, keys]) => keys !== null);
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return { ...settings, ...Object.fromEntries(given), shortcuts: Object.fromEntries(chosen) as Settings['shortcuts'] };
}
