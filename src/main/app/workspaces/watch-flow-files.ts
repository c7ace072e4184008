import { basename } from 'node:path';
import type { FSWatcher } from 'chokidar';
import { fileWithin, isFlowFile, isSkippedFolder } from './flow-files.ts';

/** Editors write a file in several steps: what comes close together is one change. */
const DEBOUNCE_MS = 80;
const DEEPEST = 12;

export interface FlowFileWatches {
  watch(workspace: string, listener: () => void): () => void;
  /** Tells at once of what was written here: the disk would tell of it a moment later. */
  tell(workspace: string): void;
  close(): void;
}

interface Watch {
  readonly listeners: Set<() => void>;
  close(): void;
}

/** Watches the folders of workspaces for flow files; one watcher a workspace, while anybody listens. */
export function watchFlowFiles(): FlowFileWatches {
  const watches = new Map<string, Watch>();

  const start = (workspace: string): Watch => {
    const listeners = new Set<() => void>();
    let timer: NodeJS.Timeout | undefined;
    let isClosed = false;
    let watcher: FSWatcher | undefined;
    const changed = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        for (const listener of listeners) listener();
      }, DEBOUNCE_MS);
    };
    // Loaded when first needed: the window shows its flows before it watches them.
    void import('chokidar').then(({ watch }) => {
      if (isClosed) return;
      watcher = watch(workspace, {
        ignoreInitial: false,
        followSymlinks: false,
        depth: DEEPEST,
        ignorePermissionErrors: true,
        ignored: (path, stats) => {
          if (path === workspace) return false;
          if (stats?.isFile()) return !isFlowFile(fileWithin(workspace, path));
          return isSkippedFolder(basename(path));
        },
      });
      // What changed between the scan and this moment is told once the watcher is ready.
      watcher.on('ready', changed);
      watcher.on('all', (_event, path) => {
        if (isFlowFile(fileWithin(workspace, path))) changed();
      });
      // A folder that cannot be watched is shown as it was when the workspace was opened.
      watcher.on('error', () => undefined);
    });
    return {
      listeners,
      close: () => {
        isClosed = true;
        clearTimeout(timer);
        void watcher?.close();
      },
    };
  };

  return {
    watch(workspace, listener) {
      let watch = watches.get(workspace);
      if (!watch) {
        watch = start(workspace);
        watches.set(workspace, watch);
      }
      const { listeners } = watch;
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0 || watches.get(workspace)?.listeners !== listeners) return;
        watches.get(workspace)?.close();
        watches.delete(workspace);
      };
    },
    tell: (workspace) => {
      for (const listener of [...(watches.get(workspace)?.listeners ?? [])]) listener();
    },
    close: () => {
      for (const watch of watches.values()) watch.close();
      watches.clear();
    },
  };
}
