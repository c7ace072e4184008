import { powerMonitor } from 'electron';
import type { Studio } from '../../app/studio.ts';
import type { RunActivity } from '../activity/run-activity.ts';
import type { UnseenFailures } from '../activity/unseen-failures.ts';
import { hasStatusNotifier } from './status-notifier.ts';
import { feedTray, type TrayFeed, type TraySchedules } from './tray-feed.ts';
import { createTrayIcon, type TrayIcon } from './tray-icon.ts';
import type { TrayAction } from './tray-menu.ts';
import { keepTrayPresent } from './tray-presence.ts';

interface ShowTrayParts {
  readonly studio: Studio;
  readonly activity: RunActivity;
  readonly failures: UnseenFailures;
  readonly schedules: TraySchedules;
  /** Folder with the icons. */
  readonly resources: string;
  readonly act: (action: TrayAction) => void;
}

/** The tray, wherever there is one, with an icon and a menu that say how things stand. */
export function showTray({ studio, activity, failures, schedules, resources, act }: ShowTrayParts) {
  const { store, settings } = studio;
  let icon: TrayIcon | undefined;
  let feed: TrayFeed | undefined;
  const refresh = () => feed?.refresh();

  const presence = keepTrayPresent({
    settings,
    isShown: async () => process.platform !== 'linux' || hasStatusNotifier(process.env, process.getuid?.() ?? 0),
    appear() {
      const shown = createTrayIcon({ resources, act, refresh });
      icon = shown;
      feed = feedTray({
        activity,
        failures,
        schedules,
        settings,
        runs: store.runs,
        workspaces: store.workspaces,
        now: Date.now,
        show: shown.show,
      });
    },
    disappear() {
      feed?.stop();
      icon?.destroy();
      feed = icon = undefined;
    },
  });
  // What counts down has gone on while the machine slept.
  powerMonitor.on('resume', refresh);

  return {
    isThere: presence.isThere,
    stop() {
      powerMonitor.off('resume', refresh);
      presence.stop();
      feed?.stop();
      icon?.destroy();
    },
  };
}
