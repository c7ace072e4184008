import { readlinkSync } from 'node:fs';
import { findZone } from '../../core/schedule/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { LocalZone } from '../ports/conditions.ts';

const LOOK_MS = 30_000;

/** The time zone of this machine. A process learns its zone when it starts; the system's own link is where a change shows. */
export function createSystemZone(
  clock: Pick<Clock, 'sleep'>,
  name: () => string = () => systemZoneName(process.env.TZ, '/etc/localtime'),
): LocalZone {
  return {
    name,
    watch: (listener) => {
      const ending = new AbortController();
      const look = async () => {
        let seen = name();
        for (;;) {
          await clock.sleep(LOOK_MS, ending.signal);
          const now = name();
          if (now !== seen) listener();
          seen = now;
        }
      };
      look().catch(() => {});
      return () => ending.abort();
    },
  };
}

/** What `TZ` says, else where the system's link points, else what the runtime knows. */
export function systemZoneName(variable: string | undefined, link: string): string {
  const named = variable?.replace(/^:/, '');
  if (named !== undefined && named !== '' && findZone(named).ok) return named;
  const linked = zoneOfLink(link);
  if (linked !== undefined && findZone(linked).ok) return linked;
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return findZone(timeZone).ok ? timeZone : 'UTC';
}

function zoneOfLink(link: string): string | undefined {
  try {
    return /zoneinfo(?:\.default)?\/(?:posix\/|right\/)?(.+)$/.exec(readlinkSync(link))?.[1];
  } catch {
    return undefined;
  }
}
