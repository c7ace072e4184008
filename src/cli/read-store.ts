import { existsSync } from 'node:fs';
import type { RunStatus } from '../core/run/event.ts';
import { createLogStore } from '../main/logs/index.ts';
import type { LogStore } from '../main/ports/log-store.ts';
import type { Owners } from '../main/ports/owners.ts';
import type { RunSummary } from '../main/ports/run-store.ts';
import { findDataFolder } from '../main/store/data-folder.ts';
import { openStoreReadOnly, type ReadOnlyStore } from '../main/store/open-store.ts';
import { createOwners } from '../main/store/owners.ts';
import { type StorePaths, storePaths } from '../main/store/paths.ts';

export interface StoreToRead extends ReadOnlyStore {
  readonly logs: LogStore;
  /** A run whose process died is interrupted, also while nobody has written that down yet. */
  statusOf(run: RunSummary): RunStatus;
}

/** The store as it is, for looking only; null when nothing was ever stored. */
export function readStore(): StoreToRead | null {
  const dataFolder = findDataFolder();
  const paths = storePaths(dataFolder);
  if (!existsSync(paths.database)) return null;
  const owners = ownersOf(paths);
  return {
    ...openStoreReadOnly({ dataFolder }),
    logs: createLogStore({ folder: paths.logs }),
    statusOf: ({ status, finishedAt, ownerId }) =>
      finishedAt === null && ownerId !== null && owners?.isAlive(ownerId) === false ? 'interrupted' : status,
  };
}

/** Undefined for a folder that cannot be written: locks need to. */
function ownersOf(paths: StorePaths): Owners | undefined {
  try {
    return createOwners(paths);
  } catch {
    return undefined;
  }
}
