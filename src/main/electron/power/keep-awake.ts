import type { Settings } from '../../../contract/settings.ts';
import type { RunActivity } from '../activity/run-activity.ts';

interface KeepAwakeParts {
  readonly activity: Pick<RunActivity, 'live' | 'subscribe'>;
  readonly settings: {
    get(): Pick<Settings, 'keepAwakeWhileRunning'>;
    subscribe(listener: () => void): () => void;
  };
  /** Electron's powerSaveBlocker: an id for `stop`. */
  readonly blocker: { start(type: 'prevent-app-suspension'): number; stop(id: number): unknown };
}

/**
 * Keeps the machine from falling asleep by itself while runs go on, when the setting says so. A run that waits for a person
 * does not count: nobody may come before the morning. Returns a function that ends it.
 */
export function keepAwake({ activity, settings, blocker }: KeepAwakeParts): () => void {
  let blocking: number | undefined;

  const look = () => {
    const isRunning = activity.live().some(({ state, asking }) => state === 'running' && asking.size === 0);
    const isWanted = isRunning && settings.get().keepAwakeWhileRunning === 'always';
    if (isWanted && blocking === undefined) blocking = blocker.start('prevent-app-suspension');
    if (!isWanted && blocking !== undefined) {
      blocker.stop(blocking);
      blocking = undefined;
    }
  };
  const stops = [activity.subscribe(look), settings.subscribe(look)];
  look();
  return () => {
    for (const stop of stops) stop();
    if (blocking !== undefined) blocker.stop(blocking);
    blocking = undefined;
  };
}
