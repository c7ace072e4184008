import { join } from 'node:path';
import { Notification } from 'electron';
import type { Notice } from './notice.ts';

interface NoticeActions {
  readonly open: (runId: string) => void;
  readonly retry: (runId: string) => void;
}

/**
 * Shows notices as notifications of the system. A click opens the run; where the system shows buttons (macOS today),
 * a failure has one that runs the flow again. `resources` is the folder of icons.
 */
export function createNotificationShow(resources: string, { open, retry }: NoticeActions): (notice: Notice) => void {
  /** Kept while they are shown: one that is collected is deaf to clicks. The latest of a flow and kind takes the place of the one before. */
  const shownByKey = new Map<string, Notification>();

  return (notice) => {
    if (!Notification.isSupported()) return;
    const { kind, runId, flowId, title, body } = notice;
    const key = `${kind} ${flowId}`;
    shownByKey.get(key)?.close();
    const notification = new Notification({
      title,
      body,
      icon: join(resources, 'icons', '128x128.png'),
      urgency: kind === 'success' ? 'low' : 'normal',
      actions: kind === 'failure' ? [{ type: 'button', text: 'Run again' }] : [],
    });
    const forget = () => {
      if (shownByKey.get(key) === notification) shownByKey.delete(key);
    };
    notification.on('click', () => {
      forget();
      open(runId);
    });
    notification.on('action', () => {
      forget();
      retry(runId);
    });
    notification.on('close', forget);
    notification.on('failed', forget);
    shownByKey.set(key, notification);
    notification.show();
  };
}
