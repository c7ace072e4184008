/** Secrets by name. Values leave this port for the environment of a step only. */
export interface SecretStore {
  /** False when a passphrase is needed first: a run that needs a secret is refused before it starts. */
  isUnlocked(): boolean;
  unlock(passphrase: string): Promise<boolean>;
  names(): Promise<string[]>;
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<boolean>;
}
