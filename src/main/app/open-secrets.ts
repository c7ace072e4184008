import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SecretStore, Wrapper } from '../ports/secret-store.ts';
import { createSecretStore } from '../secrets/index.ts';
import { withLock } from '../store/lock-file.ts';
import type { StorePaths } from '../store/paths.ts';
import { PASSPHRASE_VARIABLE } from './secret-lookup.ts';

export interface SecretAccess {
  /** The keyring of the system, where the host has one. */
  readonly keyring?: Wrapper;
  /** Asks a person, where there is one. */
  readonly askPassphrase?: () => Promise<string | null>;
}

/** Milliseconds that a change waits for another process that is changing the file. */
const PATIENCE = 5_000;

/** The encrypted store of this user's secrets: one file for app, terminal and daemon. */
export function openSecrets(
  paths: Pick<StorePaths, 'dataFolder' | 'locks'>,
  environment: Readonly<Record<string, string | undefined>>,
  { keyring, askPassphrase }: SecretAccess = {},
): SecretStore {
  const given = environment[PASSPHRASE_VARIABLE];
  return createSecretStore({
    file: join(paths.dataFolder, 'secrets.json'),
    keyFile: join(paths.dataFolder, 'secrets.key'),
    exclusively: (change) => {
      // The first thing that is ever stored may be a secret.
      mkdirSync(paths.locks, { recursive: true, mode: 0o700 });
      return withLock(join(paths.locks, 'secrets.lock'), PATIENCE, change);
    },
    now: () => new Date().toISOString(),
    passphrase: async () => given || ((await askPassphrase?.()) ?? null),
    ...(keyring === undefined ? {} : { wrapper: keyring }),
  });
}
