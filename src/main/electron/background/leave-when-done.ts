import type { RunActivity } from '../activity/run-activity.ts';

interface LeaveParts {
  readonly activity: Pick<RunActivity, 'subscribe'>;
  /** Whether a person can see the studio, in a window or in the tray. */
  readonly isVisible: () => boolean;
  readonly hasWork: () => boolean;
  readonly leave: () => void;
}

/** For another run to begin: of a schedule, or by a flow that waits for this one. */
const PATIENCE_MS = 10_000;

/**
 * Where there is no tray, the studio stayed behind its closed window for the runs that went on: it leaves after the last of them.
 * Returns a function that ends it.
 */
export function leaveWhenDone({ activity, isVisible, hasWork, leave }: LeaveParts): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stop = activity.subscribe(({ type }) => {
    if (type !== 'finished') return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!isVisible() && !hasWork()) leave();
    }, PATIENCE_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
