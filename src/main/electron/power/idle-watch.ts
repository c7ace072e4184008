/** So long nobody touches keyboard or mouse before the machine counts as idle. */
const IDLE_SECONDS = 300;
/** While it is idle, how soon a person's return is noticed: only then it can become idle anew. */
const LOOK_FOR_RETURN_MS = 60_000;
const SHORTEST_LOOK_MS = 5_000;

interface IdleParts {
  /** Seconds since the last input. */
  readonly idleSeconds: () => number;
  /** Called once each time the machine becomes idle. */
  readonly onIdle: () => void;
}

/** Looks as rarely as it can: the next time is when the machine could become idle at the earliest. */
export function watchIdle({ idleSeconds, onIdle }: IdleParts): { watch(isWanted: boolean): void } {
  let timer: NodeJS.Timeout | undefined;
  let isIdle = false;

  const look = () => {
    const seconds = idleSeconds();
    if (seconds < IDLE_SECONDS) isIdle = false;
    else if (!isIdle) {
      isIdle = true;
      onIdle();
    }
    if (timer === undefined) return;
    const wait = isIdle ? LOOK_FOR_RETURN_MS : Math.max(SHORTEST_LOOK_MS, (IDLE_SECONDS - seconds) * 1_000);
    timer = setTimeout(look, wait);
  };

  return {
    watch(isWanted) {
      if (isWanted === (timer !== undefined)) return;
      clearTimeout(timer);
      // An idle time from before is no news.
      isIdle = isWanted && idleSeconds() >= IDLE_SECONDS;
      timer = isWanted ? setTimeout(look, SHORTEST_LOOK_MS) : undefined;
    },
  };
}
