import type { Settings } from '../../../contract/settings.ts';
import type { WindowLayout } from '../../shared/stores/window-layout.ts';

type KeyOf<Type> = { [Key in keyof Settings]: Settings[Key] extends Type ? Key : never }[keyof Settings];

interface Named {
  readonly label: string;
  readonly help?: string;
}

interface Choice<Key extends KeyOf<string>> extends Named {
  readonly kind: 'choice';
  readonly key: Key;
  readonly options: readonly (readonly [Settings[Key], string])[];
}

export type ChoiceEntry = { [Key in KeyOf<string>]: Choice<Key> }[KeyOf<string>];

export interface SwitchEntry extends Named {
  readonly kind: 'switch';
  readonly key: KeyOf<boolean>;
}

/** Settings that another screen has, where it can be seen what they do. */
export interface PlaceEntry extends Named {
  readonly kind: 'place';
  readonly key: KeyOf<number>;
  readonly others: readonly (keyof Settings)[];
  readonly button: string;
  readonly place: Partial<WindowLayout>;
}

export interface FilesEntry extends Named {
  readonly kind: 'files';
  readonly key: 'favourites';
}

export type SettingEntry = ChoiceEntry | SwitchEntry | PlaceEntry | FilesEntry;

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly SettingEntry[];
}

/** Every setting with its words, in the order of the screen. */
export const SECTIONS: readonly Section[] = [
  {
    id: 'appearance',
    title: 'Appearance',
    entries: [
      {
        kind: 'choice',
        key: 'theme',
        label: 'Theme',
        options: [
          ['system', 'System'],
          ['light', 'Light'],
          ['dark', 'Dark'],
        ],
      },
      {
        kind: 'choice',
        key: 'density',
        label: 'Density',
        help: 'How close rows stand to each other.',
        options: [
          ['regular', 'Regular'],
          ['compact', 'Compact'],
        ],
      },
      {
        kind: 'choice',
        key: 'motion',
        label: 'Motion',
        options: [
          ['system', 'System'],
          ['reduced', 'Reduced'],
          ['full', 'Full'],
        ],
      },
    ],
  },
  {
    id: 'files',
    title: 'Files',
    entries: [
      {
        kind: 'choice',
        key: 'editor',
        label: 'Editor',
        help: 'What flow files, the settings file, and files that steps print are opened with.',
        options: [
          ['system', 'Of the system'],
          ['vscode', 'VS Code'],
          ['vscode-insiders', 'VS Code Insiders'],
          ['vscodium', 'VSCodium'],
          ['cursor', 'Cursor'],
          ['windsurf', 'Windsurf'],
          ['zed', 'Zed'],
        ],
      },
    ],
  },
  {
    id: 'runs',
    title: 'Runs',
    entries: [
      {
        kind: 'choice',
        key: 'onInterrupted',
        label: 'Interrupted runs',
        help: 'What becomes of a run whose process ended in the middle, where the flow does not say it.',
        options: [
          ['resume', 'Resume'],
          ['ask', 'Ask'],
          ['fail', 'Fail'],
        ],
      },
      {
        kind: 'choice',
        key: 'keepAwakeWhileRunning',
        label: 'Keep the machine awake',
        help: 'Whether it may fall asleep by itself in the middle of a run.',
        options: [
          ['never', 'Never'],
          ['always', 'While something runs'],
        ],
      },
    ],
  },
  {
    id: 'history',
    title: 'History',
    entries: [
      {
        kind: 'place',
        key: 'keepRuns',
        others: ['keepDays', 'keepLogMegabytes', 'keepFailedRuns'],
        label: 'Old runs',
        help: 'Which runs stay, for how long, and how much room logs may take; with a preview of what would go.',
        button: 'Choose what to keep',
        place: { activity: 'runs', runsTab: 'keep' },
      },
    ],
  },
  {
    id: 'notifications',
    title: 'Notifications',
    entries: [
      { kind: 'switch', key: 'notifyFailures', label: 'A run failed' },
      { kind: 'switch', key: 'notifyApprovals', label: 'A run waits for an approval' },
      { kind: 'switch', key: 'notifySuccesses', label: 'A run succeeded' },
    ],
  },
  {
    id: 'desktop',
    title: 'Desktop',
    entries: [
      {
        kind: 'choice',
        key: 'tray',
        label: 'Icon in the tray',
        help: 'Automatic finds out whether this desktop shows one.',
        options: [
          ['auto', 'Automatic'],
          ['always', 'Always'],
          ['never', 'Never'],
        ],
      },
      {
        kind: 'switch',
        key: 'closeToTray',
        label: 'Go on without a window',
        help: 'Closing the window leaves the studio running, so that schedules fire.',
      },
      { kind: 'switch', key: 'startAtLogin', label: 'Start at login' },
      { kind: 'switch', key: 'startHidden', label: 'Start without a window at login' },
      {
        kind: 'files',
        key: 'favourites',
        label: 'Flows in the tray menu',
        help: 'Full paths of flow files, one a line. Empty: those that are run most.',
      },
    ],
  },
];

/** The entries that hold every word of the query: in label, help, key, options or title of the section. */
export function sectionsFor(query: string): readonly Section[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return SECTIONS;
  return SECTIONS.map((section) => ({
    ...section,
    entries: section.entries.filter((entry) => {
      const text = textOf(entry, section).toLowerCase();
      return words.every((word) => text.includes(word));
    }),
  })).filter(({ entries }) => entries.length > 0);
}

function textOf(entry: SettingEntry, { title }: Section): string {
  const options = entry.kind === 'choice' ? entry.options.map(([, word]) => word) : [];
  const others = entry.kind === 'place' ? entry.others : [];
  return [title, entry.label, entry.help ?? '', entry.key, ...options, ...others].join(' ');
}
