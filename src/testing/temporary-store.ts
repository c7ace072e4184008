import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store, type StoreOptions } from '../main/store/open-store.ts';

/** A new folder for a data folder, and how to delete it. */
export function temporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'chronum-test-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A store in a folder of its own, which goes with it. */
export function openTemporary(options: Partial<StoreOptions> = {}): { readonly store: Store; close(): void } {
  const { folder, remove } = temporaryFolder();
  const store = openStore({ dataFolder: folder, ...options });
  return {
    store,
    close: () => {
      store.close();
      remove();
    },
  };
}

/** The same data folder opened by two, as two processes have it. `reported` holds what listeners threw. */
export function openTwice() {
  const { folder, remove } = temporaryFolder();
  const reported: unknown[] = [];
  const report = (error: unknown) => reported.push(error);
  const store = openStore({ dataFolder: folder, report });
  const other = openStore({ dataFolder: folder, report });
  const close = () => {
    store.close();
    other.close();
    remove();
  };
  return { store, other, reported, close };
}
