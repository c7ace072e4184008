import { stat } from 'node:fs/promises';
import { basename, isAbsolute, resolve } from 'node:path';
import type { FlowDocument, FlowRow, WorkspaceRow } from '../../../contract/models.ts';
import { isError } from '../../../core/base/diagnostic.ts';
import type { RunStore } from '../../ports/run-store.ts';
import type { FlowStore, WorkspaceRecord, WorkspaceStore } from '../../ports/workspace-store.ts';
import type { FlowCache } from './flow-cache.ts';
import { lockedFor } from './locked.ts';
import { watchFlowFiles } from './watch-flow-files.ts';

export interface Workspaces {
  /** Most recently opened first; those whose folder is gone are left out. */
  list(): Promise<WorkspaceRow[]>;
  get(path: string): WorkspaceRow | null;
  /** Remembers a folder as a workspace; null when there is no such folder. A new one is restricted until it is trusted. */
  open(path: string): Promise<WorkspaceRow | null>;
  trust(path: string, trusted: boolean): WorkspaceRow | null;
  /** A row for each flow file, sorted by file. */
  flows(workspace: string): Promise<FlowRow[]>;
  document(workspace: string, file: string): Promise<FlowDocument | null>;
  /** Calls `listener` when a flow file of the workspace came, went or changed. Returns a function that ends it. */
  watch(workspace: string, listener: () => void): () => void;
  /** A flow file of the workspace was written here: whoever watches is told at once. */
  wrote(workspace: string): void;
  /** Calls `listener` when a workspace was opened, trusted or restricted here. Returns a function that ends it. */
  watchList(listener: () => void): () => void;
  close(): void;
}

interface Dependencies {
  readonly workspaces: WorkspaceStore;
  readonly flows: FlowStore;
  readonly runs: Pick<RunStore, 'latestByFlow'>;
  readonly cache: FlowCache;
  /** The time, RFC 3339 UTC. */
  readonly now: () => string;
}

export function createWorkspaces({ workspaces, flows, runs, cache, now }: Dependencies): Workspaces {
  const watches = watchFlowFiles();
  /**
   * Files of the last scan of each workspace, by inode and content: a file that went while one with both came was renamed. The
   * inode alone would not do, since file systems give those of deleted files to new ones.
   */
  const seenByWorkspace = new Map<string, Map<string, string>>();
  const listListeners = new Set<() => void>();
  const listChanged = () => {
    for (const listener of [...listListeners]) listener();
  };

  const get = (path: string): WorkspaceRow | null => {
    const record = workspaces.get(path);
    return record && rowOf(record);
  };

  const noticeRenames = (workspace: string, filesByMark: Map<string, string>) => {
    const files = new Set(filesByMark.values());
    for (const [mark, before] of seenByWorkspace.get(workspace) ?? []) {
      const now = filesByMark.get(mark);
      if (now !== undefined && now !== before && !files.has(before)) flows.renamed(workspace, before, now);
    }
    seenByWorkspace.set(workspace, filesByMark);
  };

  return {
    async list() {
      const records = workspaces.list();
      const present = await Promise.all(records.map(({ path }) => isFolder(path)));
      return records.filter((_, index) => present[index]).map(rowOf);
    },
    get,
    async open(path) {
      if (!isAbsolute(path) || !(await isFolder(path))) return null;
      const folder = resolve(path);
      workspaces.opened(folder, now());
      listChanged();
      return get(folder);
    },
    trust(path, trusted) {
      if (!workspaces.get(path)) return null;
      workspaces.setTrusted(path, trusted);
      listChanged();
      return get(path);
    },
    async flows(workspace) {
      const files = await cache.files(workspace);
      const read = await Promise.all(files.map(async (file) => ({ file, found: await cache.read(workspace, file) })));
      const present = read.flatMap(({ file, found }) => (found ? [{ file, found }] : []));
      noticeRenames(workspace, new Map(present.map(({ file, found }) => [`${found.inode} ${found.revision}`, file])));
      const lastRuns = runs.latestByFlow(workspace);
      return present.map(({ file, found: { reading } }): FlowRow => {
        const flowId = flows.identify(workspace, file);
        const flow = reading.flow ?? reading.draft;
        const errors = reading.diagnostics.filter(isError).length;
        return {
          file,
          flowId,
          name: flow?.name ?? null,
          description: flow?.description ?? null,
          labels: flow?.labels ?? [],
          steps: flow?.steps.length ?? 0,
          errors,
          warnings: reading.diagnostics.length - errors,
          lastRun: lastRuns.get(flowId) ?? null,
        };
      });
    },
    async document(workspace, file) {
      const found = await cache.read(workspace, file);
      if (!found) return null;
      const { text, revision, reading } = found;
      const flowId = flows.identify(workspace, file);
      const { flow, diagnostics, lines } = reading;
      return {
        workspace,
        file,
        flowId,
        text,
        revision,
        flow,
        diagnostics,
        lines: lines.steps,
        locked: lockedFor(file, found),
      };
    },
    watch: watches.watch,
    wrote: watches.tell,
    watchList: (listener) => {
      listListeners.add(listener);
      return () => listListeners.delete(listener);
    },
    close: watches.close,
  };
}

const rowOf = ({ path, trusted, openedAt }: WorkspaceRecord): WorkspaceRow => ({
  path,
  name: basename(path) || path,
  trusted,
  openedAt,
});

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
