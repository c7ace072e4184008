import { BrowserWindow } from 'electron';

/** The studio's one window, which may not be there: the studio goes on without it. */
export interface MainWindow {
  /** Brings it to the front, and opens it first if need be. */
  show(): void;
  /** Whether a person looks at it. */
  isWatched(): boolean;
  isThere(): boolean;
}

export function createMainWindow(open: () => BrowserWindow): MainWindow {
  const current = () => BrowserWindow.getAllWindows().at(0);
  return {
    show() {
      const window = current();
      if (window === undefined) {
        open();
        return;
      }
      if (window.isMinimized()) window.restore();
      // One that has not painted yet shows itself when it has.
      if (!window.webContents.isLoading()) window.show();
      window.focus();
    },
    isWatched: () => current()?.isFocused() === true,
    isThere: () => current() !== undefined,
  };
}
