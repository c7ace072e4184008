import { Notification as SystemNotification } from 'electron';
import type { Notifications } from '../../ports/hooks.ts';

/** Kept while they are shown: one that is collected is deaf to clicks. */
const shown = new Set<SystemNotification>();
const MOST_SHOWN = 20;

/** What hooks of flows have to say, as notifications of the system. A click opens the run. */
export const hookNotifications = (open: (runId: string) => void): Notifications => ({
  show({ title, body, urgency, runId }) {
    if (!SystemNotification.isSupported()) return;
    const notification = new SystemNotification({ title, urgency, ...(body === undefined ? {} : { body }) });
    const forget = () => shown.delete(notification);
    notification.on('click', () => {
      forget();
      if (runId !== undefined) open(runId);
    });
    notification.on('close', forget);
    for (const oldest of shown) {
      if (shown.size < MOST_SHOWN) break;
      oldest.close();
      shown.delete(oldest);
    }
    shown.add(notification);
    notification.show();
  },
});
