import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandQueue } from '../ports/commands.ts';
import type { Coordination } from '../ports/coordination.ts';
import type { DraftStore } from '../ports/draft-store.ts';
import { type EventLog, type EventReader, StoreUnavailable } from '../ports/event-log.ts';
import type { Owners } from '../ports/owners.ts';
import type { RunReader, RunStore } from '../ports/run-store.ts';
import type { ScheduleStore } from '../ports/schedule-store.ts';
import type { FlowStore, KeyValueStore, WorkspaceStore } from '../ports/workspace-store.ts';
import { createChangeWatch } from './change-watch.ts';
import { createCheckpointer } from './checkpointer.ts';
import { createCommandQueue } from './command-queue.ts';
import { createCoordination } from './coordination.ts';
import { createDraftStore } from './draft-store.ts';
import { createEventHub } from './event-hub.ts';
import { createEventLog, createStoredEvents } from './event-log.ts';
import { createEventRows } from './event-rows.ts';
import { createFlowStore } from './flow-store.ts';
import { guardReads } from './guarded-reads.ts';
import { createKeyValueStore } from './key-value-store.ts';
import { openDatabase, openDatabaseReadOnly, type Synchronous } from './open-database.ts';
import { createOwners } from './owners.ts';
import { type StorePaths, storePaths } from './paths.ts';
import { createPins } from './pins.ts';
import { createPlanReader } from './plans.ts';
import { createRunRemoval } from './run-removal.ts';
import { createRunReader } from './run-store.ts';
import { createScheduleReader, createScheduleStore, type ScheduleReader } from './schedule-store.ts';
import { createWorkspaceStore } from './workspace-store.ts';
import { createWriter } from './writer.ts';

export interface StoreOptions {
  /** Absolute; made if need be. See `findDataFolder`. */
  readonly dataFolder: string;
  /** NORMAL (the default) keeps every commit when this process dies; FULL also when the machine loses power. */
  readonly synchronous?: Synchronous;
  /** Milliseconds that opening, and later each write, waits for other processes that hold the database; 5,000 by default. */
  readonly patience?: number;
  /** Told of errors that have nobody to be thrown to, such as a listener's. By default they end the process. */
  readonly report?: (error: unknown) => void;
}

export interface Store {
  readonly paths: StorePaths;
  readonly events: EventLog;
  readonly runs: RunStore;
  readonly commands: CommandQueue;
  readonly coordination: Coordination;
  readonly owners: Owners;
  readonly workspaces: WorkspaceStore;
  readonly flows: FlowStore;
  readonly schedules: ScheduleStore;
  readonly keyValues: KeyValueStore;
  readonly drafts: DraftStore;
  /** What a person has to be told: a database that was moved aside. */
  readonly notices: readonly string[];
  /** Frees this process's locks and closes the files. Nothing may be called after. */
  close(): void;
}

export interface ReadOnlyStore {
  readonly paths: StorePaths;
  readonly events: EventReader;
  readonly runs: RunReader;
  readonly schedules: ScheduleReader;
  close(): void;
}

const PATIENCE = 5_000;

/** Opens the store of a data folder. Throws StoreUnavailable with words for a person. */
export function openStore(options: StoreOptions): Store {
  const { dataFolder, synchronous = 'NORMAL', patience = PATIENCE, report = throwLater } = options;
  const paths = storePaths(dataFolder);
  makeFolders(paths);
  const lockPath = join(paths.locks, 'open.lock');
  const opened = openDatabase({ path: paths.database, lockPath, synchronous, patience });
  const database = opened.writer;
  const reader = guardReads(opened.reader);

  const checkpointer = createCheckpointer(database);
  const writer = createWriter(database, checkpointer, { patience });
  const changes = createChangeWatch(database);
  const { watch } = changes;
  const stored = createStoredEvents(reader, createPlanReader(reader));
  const hub = createEventHub({ stored, watch, report });
  const rows = createEventRows(database);
  const removal = createRunRemoval({ database, writer, rows, hub });
  removal.finish().catch(report);
  const owners = createOwners(paths);
  const parts = { database, reader, writer };
  const events = createEventLog({ stored, rows, writer, hub });

  return {
    paths,
    events,
    runs: { ...createRunReader(reader), remove: removal.remove, pin: createPins({ database, writer }) },
    commands: createCommandQueue({ ...parts, watch }),
    coordination: createCoordination({ ...parts, watch }),
    owners,
    workspaces: createWorkspaceStore(parts),
    flows: createFlowStore(parts),
    schedules: createScheduleStore({ ...parts, events, watch }),
    keyValues: createKeyValueStore(parts),
    drafts: createDraftStore(paths.drafts),
    notices: opened.notices,
    close: () => {
      removal.stop();
      hub.close();
      changes.close();
      owners.close();
      checkpointer.close();
      reader.close();
      // The last connection to close moves the whole log into the database.
      database.close();
    },
  };
}

/** Opens what is there for reading alone: lists, exports, and folders that cannot be written. Throws StoreUnavailable. */
export function openStoreReadOnly(options: Omit<StoreOptions, 'synchronous'>): ReadOnlyStore {
  const { dataFolder, patience = PATIENCE, report = throwLater } = options;
  const paths = storePaths(dataFolder);
  const reader = guardReads(openDatabaseReadOnly(paths.database, patience));
  const changes = createChangeWatch(reader);
  const stored = createStoredEvents(reader, createPlanReader(reader));
  const hub = createEventHub({ stored, watch: changes.watch, report });
  return {
    paths,
    events: { ...stored, subscribe: hub.subscribe },
    runs: createRunReader(reader),
    schedules: createScheduleReader(reader),
    close: () => {
      hub.close();
      changes.close();
      reader.close();
    },
  };
}

function makeFolders(paths: StorePaths): void {
  try {
    for (const folder of [paths.dataFolder, paths.owners, paths.locks])
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(paths.dataFolder, constants.W_OK);
  } catch (error) {
    throw unusableFolder(paths.dataFolder, error);
  }
}

function unusableFolder(folder: string, error: unknown): StoreUnavailable {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const next = 'Check its rights, or set CHRONUM_HOME to another folder.';
  if (code === 'ENOSPC') {
    return new StoreUnavailable('disk-full', `There is no space left for the data folder ${folder}. Free some.`, {
      cause: error,
    });
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new StoreUnavailable('read-only', `The data folder ${folder} cannot be written (${code}). ${next}`, {
      cause: error,
    });
  }
  return new StoreUnavailable('io', `The data folder ${folder} cannot be used (${code || String(error)}). ${next}`, {
    cause: error,
  });
}

function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
