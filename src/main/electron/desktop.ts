import { app, powerSaveBlocker } from 'electron';
import type { Studio } from '../app/studio.ts';
import { followRunActivity } from './activity/run-activity.ts';
import { countUnseenFailures } from './activity/unseen-failures.ts';
import { leaveWhenDone } from './background/leave-when-done.ts';
import { followLoginItem } from './background/login-item.ts';
import type { Standing } from './background/window-closing.ts';
import { startLoginPath } from './login-shell/start-login-path.ts';
import type { MainWindow } from './main-window.ts';
import { notifyOfRuns } from './notifications/notifier.ts';
import { followBadge } from './notifications/show-badge.ts';
import { createNotificationShow } from './notifications/show-notification.ts';
import { keepAwake } from './power/keep-awake.ts';
import { showTray } from './tray/show-tray.ts';
import { createTrayActions } from './tray/tray-actions.ts';
import { createTraySchedules } from './tray/tray-schedules.ts';

interface DesktopParts {
  readonly studio: Studio;
  readonly dataFolder: string;
  /** Folder with the icons. */
  readonly resources: string;
  readonly window: MainWindow;
  /** Brings the window forward with a run. */
  readonly showRun: (runId: string) => void;
}

export interface Desktop {
  standing(): Standing;
  stop(): void;
}

/** What the desktop sees of the studio besides its window: tray, notifications, badge, and its start at login. */
export function startDesktop({ studio, dataFolder, resources, window, showRun }: DesktopParts): Desktop {
  const { store, settings, engine } = studio;
  const activity = followRunActivity({ log: store.events, runs: store.runs });
  const { keyValues, runs, events: log } = store;
  const failures = countUnseenFailures({ activity, log, runs, keyValues });
  const { source, zone } = studio.firing;
  const schedules = createTraySchedules({
    source,
    store: store.schedules,
    zone: () => zone.name(),
    now: Date.now,
    report: studio.report,
  });
  const act = createTrayActions({ studio, window, showRun });
  const tray = showTray({ studio, activity, failures, schedules, resources, act });

  const showNotice = createNotificationShow(resources, {
    open: showRun,
    retry: (runId) => act({ do: 'run-again', runId }),
  });
  const seeFailures = () => {
    if (window.isWatched()) failures.seen();
  };
  app.on('browser-window-focus', seeFailures);

  const hasWork = () => engine.active().length > 0 || schedules.state()?.paused === false;
  const isVisible = () => window.isThere() || tray.isThere() || process.platform === 'darwin';
  const stops = [
    leaveWhenDone({ activity, isVisible, hasWork, leave: () => app.quit() }),
    notifyOfRuns({ activity, wishes: settings.get, isWatched: window.isWatched, show: showNotice }),
    failures.subscribe(seeFailures),
    followBadge({ activity, failures, resources }),
    keepAwake({ activity, settings, blocker: powerSaveBlocker }),
    followLoginItem({ dataFolder, settings, report: studio.report }),
    () => app.off('browser-window-focus', seeFailures),
    tray.stop,
    schedules.close,
    failures.close,
    activity.close,
  ];
  startLoginPath(studio);

  return {
    standing: () => ({
      closeToTray: settings.get().closeToTray,
      hasTray: tray.isThere(),
      hasWork: hasWork(),
      keyValues,
    }),
    stop() {
      for (const stop of stops) stop();
    },
  };
}
