import type { Settings } from '../../../contract/settings.ts';
import type { RunStore } from '../../ports/run-store.ts';
import type { WorkspaceStore } from '../../ports/workspace-store.ts';
import type { RunActivity } from '../activity/run-activity.ts';
import type { UnseenFailures } from '../activity/unseen-failures.ts';
import { favouriteFlows } from './favourites.ts';
import { type Favourite, type NextFire, type TrayModel, trayRunOf } from './tray-model.ts';

/** What the tray knows of schedules. */
export interface TraySchedules {
  /** Null while nothing is scheduled. */
  state(): { readonly paused: boolean } | null;
  /** Soonest first, at most so many. */
  next(limit: number): readonly NextFire[];
  /** Returns a function that ends it. */
  subscribe(listener: () => void): () => void;
}

interface TrayFeedParts {
  readonly activity: RunActivity;
  readonly failures: UnseenFailures;
  readonly schedules: TraySchedules;
  readonly settings: { get(): Pick<Settings, 'favourites'>; subscribe(listener: () => void): () => void };
  readonly runs: Pick<RunStore, 'list'>;
  readonly workspaces: Pick<WorkspaceStore, 'list'>;
  readonly now: () => number;
  readonly show: (model: TrayModel) => void;
}

export interface TrayFeed {
  /** Shows how things stand now. */
  refresh(): void;
  stop(): void;
}

/** A burst of events becomes one change of the tray. */
const PACE_MS = 250;
/** What counts down is told in minutes. */
const COUNTDOWN_MS = 60_000;
const MOST_FIRES = 5;
/** The runs of late, from which the favourites are told. */
const RECENT_RUNS = 200;

/** Keeps the tray as things stand. While nothing happens and nothing is due, it does nothing. */
export function feedTray(parts: TrayFeedParts): TrayFeed {
  const { activity, failures, schedules, settings, show } = parts;
  let soon: NodeJS.Timeout | undefined;
  let later: NodeJS.Timeout | undefined;
  let favourites: readonly Favourite[] | undefined;

  const refresh = () => {
    clearTimeout(soon);
    clearTimeout(later);
    soon = later = undefined;
    favourites ??= findFavourites(parts);
    const running = activity.live().filter(({ isPart, state }) => !isPart && state !== 'interrupted');
    const next = schedules.next(MOST_FIRES);
    show({
      now: parts.now(),
      running: running.map(trayRunOf),
      failed: { count: failures.count(), latest: failures.latest() },
      next,
      favourites,
      schedules: schedules.state(),
    });
    if (next.length > 0) later = setTimeout(refresh, COUNTDOWN_MS);
  };
  const refreshSoon = () => {
    soon ??= setTimeout(refresh, PACE_MS);
  };
  const stops = [
    activity.subscribe(({ type }) => {
      if (type === 'finished') favourites = undefined;
      refreshSoon();
    }),
    failures.subscribe(refreshSoon),
    schedules.subscribe(refreshSoon),
    settings.subscribe(() => {
      favourites = undefined;
      refreshSoon();
    }),
  ];
  refresh();
  return {
    refresh,
    stop() {
      for (const stop of stops) stop();
      clearTimeout(soon);
      clearTimeout(later);
    },
  };
}

const findFavourites = ({ settings, runs, workspaces }: TrayFeedParts): readonly Favourite[] =>
  favouriteFlows({
    chosen: settings.get().favourites,
    recent: runs.list({}, { limit: RECENT_RUNS }).runs,
    trusted: workspaces.list().flatMap(({ path, trusted }) => (trusted ? [path] : [])),
  });
