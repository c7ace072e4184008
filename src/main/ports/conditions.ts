/** What of the machine decides whether a schedule waits: `onBattery: defer`, `onOffline: defer`. */
export interface Conditions {
  onBattery(): boolean;
  online(): boolean;
  /** Calls `listener` when one of the two may have changed. Returns a function that ends it. */
  watch(listener: () => void): () => void;
}

/** The time zone of the machine, for triggers that name none. */
export interface LocalZone {
  /** An IANA name. */
  name(): string;
  /** Calls `listener` when it may have changed. Returns a function that ends it. */
  watch(listener: () => void): () => void;
}

/** What happens around the app, for `app` triggers. */
export type AppSignal = 'start' | 'wake' | 'unlock' | 'idle';

export interface AppSignals {
  /** Returns a function that ends it. */
  subscribe(listener: (signal: AppSignal) => void): () => void;
}
