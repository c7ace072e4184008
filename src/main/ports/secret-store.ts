import type { RunState } from '../../core/run/state.ts';

/** Secrets by name, kept for this user. Values leave this port for the environment and the options of a step only. */
export interface SecretStore {
  /** How it stands; asks nobody and changes nothing. */
  state(): SecretStoreState;
  /** Tries a passphrase; true when the secrets can be read now. */
  unlock(passphrase: string): Promise<boolean>;
  /** Sorted; names are no secrets, so a locked store tells them too. */
  names(): readonly string[];
  /** Null when there is none of that name. Rejects with SecretsUnavailable. */
  get(name: string): Promise<string | null>;
  /** Throws SecretsUnavailable when `set` would for want of protection, whatever the value: asks nobody and changes nothing. */
  checkProtection(): void;
  /** Rejects with SecretRefused for a name or value that cannot be one, and with SecretsUnavailable. */
  set(name: string, value: string): Promise<void>;
  /** False when there was none. */
  remove(name: string): Promise<boolean>;
  /** Adds a way to open the store, in place of an earlier one of its kind. Rejects with SecretsUnavailable. */
  protect(by: Protection): Promise<void>;
}

/** `key-file`: a file that only this user may read, for a daemon and a terminal that nobody is asked in. */
export type Protection =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'key-file' }
  /** The system's own keyring, where the host has one. */
  | { readonly kind: 'system' };

export interface SecretStoreState {
  readonly file: string;
  /** `none`: nothing was ever stored. `damaged`: the file is there and cannot be used, see `problem`. */
  readonly status: 'none' | 'open' | 'locked' | 'damaged';
  readonly protections: readonly Protection['kind'][];
  readonly count: number;
  /** What is wrong and what to do about it. */
  readonly problem?: string;
}

/** The system's keyring, as a host reaches it. */
export interface Wrapper {
  /** Of the keyring, for people. */
  readonly name: string;
  isAvailable(): boolean;
  wrap(key: Uint8Array): Uint8Array;
  /** Throws when it was wrapped by another user, or the keyring was reset. */
  unwrap(wrapped: Uint8Array): Uint8Array;
}

/** Where a run finds its secrets, in order: the starter's environment, the flow's dotenv files, the store. */
export interface SecretLookup {
  /** Null when it is nowhere. Rejects with SecretsUnavailable when the store, which might have it, cannot be read. */
  find(name: string, dotenv: Readonly<Record<string, string>>): Promise<string | null>;
}

/** The store cannot be read or written now. The message says what to do. */
export class SecretsUnavailable extends Error {
  override readonly name = 'SecretsUnavailable';
  readonly code: 'locked' | 'unprotected' | 'damaged' | 'io';

  constructor(code: SecretsUnavailable['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** This name or value cannot be a secret. Never holds the value. */
export class SecretRefused extends Error {
  override readonly name = 'SecretRefused';
}

/** The secrets of a run's flow by name, the variables of its dotenv files, and what keeps a secret from being found. */
export type FindRunSecrets = (run: RunState) => Promise<{
  readonly values: ReadonlyMap<string, string>;
  readonly dotenv: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
}>;
