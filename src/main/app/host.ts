import type { MenuBar } from '../../contract/menu.ts';
import type { WindowRequests } from './window-requests.ts';

/** What only the program around the studio can do: Electron has dialogs, a test or a server does without. */
export interface Host {
  readonly version: string;
  /** Null outside of Electron. */
  readonly electron: string | null;
  /** Asks the person for a folder; null when they changed their mind. */
  chooseFolder(): Promise<string | null>;
  /** What the person asks the window to show, from outside of it. */
  readonly requests: WindowRequests;
  /** Asks the person where to keep a file, which they may have agreed to replace; null when they changed their mind. */
  chooseTarget(suggestion: { readonly title: string; readonly name: string }): Promise<string | null>;
  /** Opens a file, at a line, with the editor that the person chose. Rejects with the reason when there is none. */
  openFile(path: string, line?: number): Promise<void>;
  /** Opens a web address in the person's browser. */
  openLink(url: string): Promise<void>;
  /** Shows a file in the system's own file manager. */
  reveal(path: string): Promise<void>;
  /** Puts the window's commands into the menu bar. */
  setMenu(menu: MenuBar): void;
}
