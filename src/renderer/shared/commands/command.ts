import type { IconName } from '../ui/icon.tsx';

/** The menus of the menu bar, in their order; headings in the palette and the list of shortcuts too. */
export const CATEGORIES = ['File', 'Edit', 'View', 'Go', 'Flow', 'Run', 'Help'] as const;
export type CommandCategory = (typeof CATEGORIES)[number];

/** A store that tells when it changes; a zustand store is one. */
export interface Readable {
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * Something a person can ask for, once: menu bar, context menus, palette, buttons, tooltips and the list of shortcuts all read it from
 * here.
 */
export interface Command {
  /** Its group, then what it does: `run.start`. The settings file names it, so it stays. */
  readonly id: string;
  /** An order in plain words: `Run this flow`. */
  readonly label: string | (() => string);
  readonly category: CommandCategory;
  /** In menus, lines stand between groups of a category; in the order of registration. */
  readonly group?: string;
  readonly icon?: IconName;
  /** Other words that a person may look for. */
  readonly keywords?: string;
  /** By default: `Mod+Shift+K`, several with a blank between them. */
  readonly shortcut?: string;
  /**
   * Its shortcut counts only while the focus is inside an element with `data-scope` of this name, and comes before those of the whole
   * window there. A command with a scope is not in the menu bar.
   */
  readonly scope?: string;
  /** Whether its shortcut counts in a text field too. By default, that of one with Ctrl, Command or a function key does. */
  readonly whileTyping?: boolean;
  /** Why it cannot be done now, in words; undefined when it can. */
  readonly obstacle?: () => string | undefined;
  /** The stores that label and obstacle read. */
  readonly dependsOn?: readonly Readable[];
  readonly run: () => unknown;
}

export const labelOf = ({ label }: Command): string => (typeof label === 'string' ? label : label());
