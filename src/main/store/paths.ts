import { join } from 'node:path';

/** Where everything lies in a data folder. All absolute. */
export interface StorePaths {
  readonly dataFolder: string;
  readonly database: string;
  /** One folder a run, one file an attempt. */
  readonly logs: string;
  /** One lock file for every process that owns runs, named after its id. */
  readonly owners: string;
  /** Named locks of which one process at a time holds each. */
  readonly locks: string;
  /** Private folders of attempts, removed after them. */
  readonly scratch: string;
  /** Texts of flows that were changed and not saved yet. */
  readonly drafts: string;
  /** Electron's `userData`: Chromium's files alone. */
  readonly electron: string;
}

export function storePaths(dataFolder: string): StorePaths {
  return {
    dataFolder,
    database: join(dataFolder, 'chronum.db'),
    logs: join(dataFolder, 'logs'),
    owners: join(dataFolder, 'owners'),
    locks: join(dataFolder, 'locks'),
    scratch: join(dataFolder, 'scratch'),
    drafts: join(dataFolder, 'drafts'),
    electron: join(dataFolder, 'electron'),
  };
}
