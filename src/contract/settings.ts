import { z } from 'zod';
import { retentionLimits } from './runs.ts';

const settingValues = {
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['regular', 'compact']),
  motion: z.enum(['system', 'reduced', 'full']),
  /** What files are opened with; `system`: the program that the system has for them. */
  editor: z.enum(['system', 'vscode', 'vscode-insiders', 'vscodium', 'cursor', 'windsurf', 'zed']),
  onInterrupted: z.enum(['resume', 'ask', 'fail']),
  /** Whether the system shows a tray: `auto` finds out; the others are for systems that hide it from us, or that have one nobody sees. */
  tray: z.enum(['auto', 'always', 'never']),
  /** Closing the window leaves the studio running, so that schedules fire. */
  closeToTray: z.boolean(),
  startAtLogin: z.boolean(),
  /** At login, without a window. */
  startHidden: z.boolean(),
  notifyFailures: z.boolean(),
  notifyApprovals: z.boolean(),
  notifySuccesses: z.boolean(),
  /** Whether the machine may fall asleep by itself in the middle of a run. */
  keepAwakeWhileRunning: z.enum(['never', 'always']),
  /** Absolute paths of flow files that the tray offers to run; empty: those that are run most. */
  favourites: z.array(z.string().min(1).max(4096)).max(20).readonly(),
  /** What of the history is kept, where a flow file does not say it itself. */
  ...retentionLimits.shape,
};

const commandId = z.string().min(1).max(100);

export const settings = z.object({
  theme: settingValues.theme.default('system'),
  density: settingValues.density.default('regular'),
  motion: settingValues.motion.default('system'),
  editor: settingValues.editor.default('system'),
  onInterrupted: settingValues.onInterrupted.default('resume'),
  tray: settingValues.tray.default('auto'),
  closeToTray: settingValues.closeToTray.default(true),
  startAtLogin: settingValues.startAtLogin.default(false),
  startHidden: settingValues.startHidden.default(true),
  notifyFailures: settingValues.notifyFailures.default(true),
  notifyApprovals: settingValues.notifyApprovals.default(true),
  notifySuccesses: settingValues.notifySuccesses.default(false),
  keepAwakeWhileRunning: settingValues.keepAwakeWhileRunning.default('never'),
  favourites: settingValues.favourites.default([]),
  keepRuns: settingValues.keepRuns.default(0),
  keepDays: settingValues.keepDays.default(0),
  keepLogMegabytes: settingValues.keepLogMegabytes.default(0),
  keepFailedRuns: settingValues.keepFailedRuns.default(false),
  /** What a person chose in place of a command's own shortcut, as `readShortcuts` reads it; an empty text for none. */
  shortcuts: z.record(commandId, z.string().max(200)).default({}),
});
export type Settings = z.infer<typeof settings>;

/** Only what is to change: without defaults, which would set everything else back. */
export const settingsChange = z
  .object({
    ...settingValues,
    /** By command; null gives it its own shortcut back. */
    shortcuts: z.record(commandId, z.string().max(200).nullable()),
  })
  .partial();
export type SettingsChange = z.infer<typeof settingsChange>;

/** The file of the settings. */
export const settingsFile = z.object({
  path: z.string(),
  /** False when it cannot be changed without losing what is in it: changes last as long as the studio then. */
  isWritable: z.boolean(),
  /** What is wrong with it, in words for a person. */
  notices: z.array(z.string()).readonly(),
});
export type SettingsFileState = z.infer<typeof settingsFile>;
