import type { AppSignal, AppSignals, Conditions } from '../../ports/conditions.ts';
import { watchIdle } from './idle-watch.ts';

type PowerEvent = 'resume' | 'unlock-screen' | 'on-battery' | 'on-ac';

/** What is needed of Electron's powerMonitor. */
export interface PowerMonitor {
  on(event: PowerEvent, listener: () => void): unknown;
  off(event: PowerEvent, listener: () => void): unknown;
  isOnBatteryPower(): boolean;
  /** In seconds. */
  getSystemIdleTime(): number;
}

interface PowerParts {
  readonly power: PowerMonitor;
  readonly isOnline: () => boolean;
}

export interface PowerEvents {
  readonly conditions: Conditions;
  readonly signals: AppSignals;
  close(): void;
}

/** Some systems tell of one awakening twice. */
const ONE_WAKE_MS = 5_000;
/** Nobody tells the main process of the network: it is looked at while somebody wants to know. */
const LOOK_AT_NETWORK_MS = 15_000;

/** Battery, network, sleep, lock and idleness of this machine, for triggers and schedules. Who begins to fire knows of its start itself. */
export function createPowerEvents({ power, isOnline }: PowerParts): PowerEvents {
  const subscribers = new Set<(signal: AppSignal) => void>();
  const watchers = new Set<() => void>();
  let lastWake = Number.NEGATIVE_INFINITY;
  let isBattery = power.isOnBatteryPower();
  let wasOnline = isOnline();
  let networkTimer: NodeJS.Timeout | undefined;

  const signal = (name: AppSignal) => {
    for (const subscriber of [...subscribers]) subscriber(name);
  };
  const changed = () => {
    for (const watcher of [...watchers]) watcher();
  };
  const lookAtNetwork = () => {
    const online = isOnline();
    if (online === wasOnline) return;
    wasOnline = online;
    changed();
  };

  const listeners: Readonly<Record<PowerEvent, () => void>> = {
    resume() {
      const now = performance.now();
      if (now - lastWake < ONE_WAKE_MS) return;
      lastWake = now;
      signal('wake');
      // Much may have changed while nobody could tell.
      isBattery = power.isOnBatteryPower();
      wasOnline = isOnline();
      changed();
    },
    'unlock-screen': () => signal('unlock'),
    'on-battery'() {
      isBattery = true;
      changed();
    },
    'on-ac'() {
      isBattery = false;
      changed();
    },
  };
  const events = Object.keys(listeners) as PowerEvent[];
  for (const event of events) power.on(event, listeners[event]);
  const idle = watchIdle({ idleSeconds: () => power.getSystemIdleTime(), onIdle: () => signal('idle') });

  return {
    conditions: {
      onBattery: () => isBattery,
      online: isOnline,
      watch(listener) {
        watchers.add(listener);
        networkTimer ??= setInterval(lookAtNetwork, LOOK_AT_NETWORK_MS);
        return () => {
          watchers.delete(listener);
          if (watchers.size > 0) return;
          clearInterval(networkTimer);
          networkTimer = undefined;
        };
      },
    },
    signals: {
      subscribe(listener) {
        subscribers.add(listener);
        idle.watch(subscribers.size > 0);
        return () => {
          subscribers.delete(listener);
          idle.watch(subscribers.size > 0);
        };
      },
    },
    close() {
      for (const event of events) power.off(event, listeners[event]);
      clearInterval(networkTimer);
      idle.watch(false);
    },
  };
}
