import { existsSync } from 'node:fs';
import { createLogStore } from '../main/logs/index.ts';
import type { LogStore } from '../main/ports/log-store.ts';
import { findDataFolder } from '../main/store/data-folder.ts';
import { openStoreReadOnly, type ReadOnlyStore } from '../main/store/open-store.ts';
import { storePaths } from '../main/store/paths.ts';

/** The store as it is, for looking only; null when nothing was ever stored. */
export function readStore(): (ReadOnlyStore & { readonly logs: LogStore }) | null {
  const dataFolder = findDataFolder();
  const { database, logs } = storePaths(dataFolder);
  if (!existsSync(database)) return null;
  return { ...openStoreReadOnly({ dataFolder }), logs: createLogStore({ folder: logs }) };
}
