import { isError } from '../../../core/base/diagnostic.ts';
import { sourceAt } from '../../../core/flow/edit/index.ts';
import type { RunConcurrency, Trigger } from '../../../core/flow/flow.ts';
import type { FlowRef } from '../../../core/run/event.ts';
import type { FlowStore } from '../../ports/workspace-store.ts';
import { isEventful, isTimed } from '../../scheduler/scheduled-flow.ts';
import type { FlowCache } from '../workspaces/flow-cache.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import { unindented } from './trigger-source.ts';

/** A trigger that fires by itself, as it stands in a flow file now, whatever keeps it from firing. */
export interface CatalogEntry {
  readonly flow: FlowRef;
  readonly labels: readonly string[];
  readonly trusted: boolean;
  /** Place in the flow's list of triggers. */
  readonly index: number;
  readonly trigger: Trigger;
  /** Its YAML text. */
  readonly source: string;
  readonly concurrency: RunConcurrency | null;
  /** Why its flow cannot run as the file is. */
  readonly problem: string | null;
}

export interface Catalog {
  list(): Promise<readonly CatalogEntry[]>;
  /** Calls `listener` when the list may have changed. Returns a function that ends it. */
  watch(listener: () => void): () => void;
}

interface Dependencies {
  readonly workspaces: Pick<Workspaces, 'list' | 'watch' | 'watchList'>;
  readonly flows: Pick<FlowStore, 'identify'>;
  readonly cache: FlowCache;
}

interface Watch {
  /** How often something changed: what was read before and after is not the same. */
  changes: number;
  stop: () => void;
}

/** Finds the triggers of all workspaces. While somebody watches, a workspace is read again only after a file in it changed. */
export function createCatalog({ workspaces, flows, cache }: Dependencies): Catalog {
  const entriesByWorkspace = new Map<string, readonly CatalogEntry[]>();
  const watched = new Map<string, Watch>();
  const listeners = new Set<() => void>();
  let stopList: (() => void) | undefined;

  const tell = () => {
    for (const listener of [...listeners]) listener();
  };

  const entriesOf = async (workspace: string): Promise<readonly CatalogEntry[]> => {
    const known = entriesByWorkspace.get(workspace);
    if (known) return known;
    const watch = watched.get(workspace);
    const changes = watch?.changes;
    const files = await cache.files(workspace);
    const found = await Promise.all(files.map((file) => entriesOfFile(workspace, file)));
    const entries = found.flat();
    if (watch !== undefined && watch.changes === changes) entriesByWorkspace.set(workspace, entries);
    return entries;
  };

  const entriesOfFile = async (workspace: string, file: string): Promise<CatalogEntry[]> => {
    const found = await cache.read(workspace, file);
    const flow = found?.reading.flow ?? found?.reading.draft;
    if (!found || !flow?.triggers) return [];
    const { reading } = found;
    const errors = reading.diagnostics.filter(isError);
    return flow.triggers.flatMap((trigger, index): CatalogEntry[] => {
      if (!isTimed(trigger) && !isEventful(trigger)) return [];
      const own = errors.find(({ path }) => path.startsWith(`triggers[${index}]`));
      const first = own ?? errors[0];
      const problem = first ? `Line ${first.line}: ${first.message}` : null;
      return [
        {
          flow: { id: flows.identify(workspace, file), name: flow.name, workspace, file },
          labels: flow.labels ?? [],
          trusted: false,
          index,
          trigger,
          source: unindented(sourceAt(reading.document, ['triggers', index]) ?? ''),
          concurrency: flow.concurrency ?? null,
          problem,
        },
      ];
    });
  };

  const watchWorkspaces = async () => {
    const paths = new Set((await workspaces.list()).map(({ path }) => path));
    if (listeners.size === 0) return;
    for (const path of paths) {
      if (watched.has(path)) continue;
      const watch: Watch = { changes: 0, stop: () => undefined };
      watched.set(path, watch);
      watch.stop = workspaces.watch(path, () => {
        watch.changes++;
        entriesByWorkspace.delete(path);
        tell();
      });
    }
    for (const [path, { stop }] of watched) {
      if (paths.has(path)) continue;
      stop();
      watched.delete(path);
      entriesByWorkspace.delete(path);
    }
  };

  return {
    async list() {
      const rows = await workspaces.list();
      const lists = await Promise.all(
        rows.map(async ({ path, trusted }) => (await entriesOf(path)).map((entry) => ({ ...entry, trusted }))),
      );
      return lists.flat();
    },
    watch(listener) {
      listeners.add(listener);
      stopList ??= workspaces.watchList(() => void watchWorkspaces().then(tell));
      void watchWorkspaces();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stopList?.();
        stopList = undefined;
        for (const { stop } of watched.values()) stop();
        watched.clear();
        entriesByWorkspace.clear();
      };
    },
  };
}
