import { app, Notification } from 'electron';
import type { KeyValueStore } from '../../ports/workspace-store.ts';
import type { Quit } from '../quit.ts';
import { chooseAtClose } from './close-choice.ts';

/** What decides where the studio goes with its window; absent while it is not open. */
export interface Standing {
  readonly closeToTray: boolean;
  readonly hasTray: boolean;
  readonly hasWork: boolean;
  readonly keyValues: KeyValueStore;
}

const TOLD = 'desktop/told-of-tray';

/** Makes of a closed window what the settings and the system make of it: the studio stays behind it, or quits. */
export function closeWindows(quit: Quit, standing: () => Standing | undefined): void {
  app.on('browser-window-created', (_event, window) => {
    window.on('close', (event) => {
      // On a Mac a window closes and the app stays in the dock.
      if (quit.isClosed() || process.platform === 'darwin') return;
      const now = quit.isLeaving() ? undefined : standing();
      const choice = now && chooseAtClose({ ...now, wasTold: now.keyValues.get(TOLD) !== null });
      if (choice?.do !== 'stay') {
        event.preventDefault();
        quit.leave({ ask: true });
      } else if (choice.tell !== null && Notification.isSupported()) {
        new Notification({ ...choice.tell, urgency: 'low' }).show();
        now?.keyValues.set(TOLD, 'true');
      }
    });
  });
  // Whoever closed the last one has decided; without this, Electron would.
  app.on('window-all-closed', () => undefined);
}
