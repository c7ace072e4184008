import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../ports/clock.ts';
import type { Conditions } from '../ports/conditions.ts';

const LOOK_MS = 10_000;
const POWER_SUPPLIES = '/sys/class/power_supply';

/** How to see battery and network; each may be replaced where somebody knows better. */
export interface SystemSenses {
  readonly onBattery: () => boolean;
  readonly online: () => boolean;
}

const systemSenses: SystemSenses = {
  onBattery: () => isOnBattery(POWER_SUPPLIES),
  online: () => isOnline(networkInterfaces()),
};

/** Battery and network of this machine, looked at every few seconds while anybody waits for them. */
export function createSystemConditions(
  clock: Pick<Clock, 'sleep'>,
  { onBattery, online }: SystemSenses = systemSenses,
): Conditions {
  return {
    onBattery,
    online,
    watch: (listener) => {
      const ending = new AbortController();
      const look = async () => {
        let seen = `${onBattery()} ${online()}`;
        for (;;) {
          await clock.sleep(LOOK_MS, ending.signal);
          const now = `${onBattery()} ${online()}`;
          if (now !== seen) listener();
          seen = now;
        }
      };
      look().catch(() => {});
      return () => ending.abort();
    },
  };
}

/**
 * Linux tells by files: there is a battery that is being used up, and no mains that gives power. Elsewhere, and on a machine
 * without a battery, it is never on battery.
 */
export function isOnBattery(folder: string): boolean {
  try {
    const supplies = readdirSync(folder).map((name) => {
      const read = (file: string) => readQuietly(join(folder, name, file));
      return { type: read('type'), online: read('online'), status: read('status') };
    });
    const hasMains = supplies.some(({ type, online }) => type !== 'Battery' && online === '1');
    return !hasMains && supplies.some(({ type, status }) => type === 'Battery' && status === 'Discharging');
  } catch {
    return false;
  }
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

/** Some interface has an address that reaches further than this machine and its cable. */
export const isOnline = (interfaces: ReturnType<typeof networkInterfaces>): boolean =>
  Object.values(interfaces).some((addresses) =>
    addresses?.some(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address)),
  );
