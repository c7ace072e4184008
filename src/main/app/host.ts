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
  /** Shows a file in the system's own file manager. */
  reveal(path: string): Promise<void>;
}
