import { join } from 'node:path';
import { app, BrowserWindow, nativeImage } from 'electron';
import type { RunActivity } from '../activity/run-activity.ts';
import type { UnseenFailures } from '../activity/unseen-failures.ts';
import { badgeOf } from './badge.ts';

interface BadgeParts {
  readonly activity: RunActivity;
  readonly failures: UnseenFailures;
  /** Folder with the icons. */
  readonly resources: string;
}

/** A burst of events becomes one change. */
const PACE_MS = 500;

/** Keeps the badge at the app's icon in dock or taskbar. Returns a function that ends it. */
export function followBadge({ activity, failures, resources }: BadgeParts): () => void {
  let timer: NodeJS.Timeout | undefined;
  let shown = '';

  const show = () => {
    timer = undefined;
    const running = activity.live().filter(({ isPart, state }) => !isPart && state === 'running').length;
    const badge = badgeOf({ running, failed: failures.count() });
    const [window] = BrowserWindow.getAllWindows();
    const state = JSON.stringify([badge, window?.id]);
    if (state === shown) return;
    shown = state;
    app.setBadgeCount(badge.count);
    if (process.platform !== 'win32' || !window) return;
    const { overlay } = badge;
    const image = overlay && nativeImage.createFromPath(join(resources, 'tray', `${overlay.status}.png`));
    window.setOverlayIcon(image, overlay?.words ?? '');
  };
  const showSoon = () => {
    timer ??= setTimeout(show, PACE_MS);
  };
  const stops = [activity.subscribe(showSoon), failures.subscribe(showSoon)];
  app.on('browser-window-created', showSoon);
  show();
  return () => {
    for (const stop of stops) stop();
    app.off('browser-window-created', showSoon);
    clearTimeout(timer);
  };
}
