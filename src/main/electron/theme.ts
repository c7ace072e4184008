import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nativeTheme } from 'electron';
import type { Studio } from '../app/studio.ts';

/**
 * The theme for the first paint, before the settings are opened in order: a glance at the file. Anything but a plain
 * word leaves it to the system.
 */
export function glanceAtTheme(dataFolder: string): void {
  try {
    const text = readFileSync(join(dataFolder, 'settings.json'), 'utf8');
    const theme = /^\s*"theme"\s*:\s*"(light|dark)"/m.exec(text)?.[1];
    if (theme === 'light' || theme === 'dark') nativeTheme.themeSource = theme;
  } catch {
    // There is no such file before the first change of a setting.
  }
}

/** Follows the setting; the page sees it as the system's preference. */
export function followTheme({ settings }: Studio): void {
  nativeTheme.themeSource = settings.get().theme;
  settings.subscribe(({ theme }) => {
    nativeTheme.themeSource = theme;
  });
}
