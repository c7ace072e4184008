import { relative, sep } from 'node:path';
import type { FSWatcher } from 'chokidar';
import type { Clock } from '../ports/clock.ts';
import { createGathering, type FileChange } from './gathering.ts';
import { compilePatterns } from './path-patterns.ts';

/** What a `watch` trigger says. */
export interface FileWatchOptions {
  /** Absolute folder of the workspace: patterns and reported paths are relative to it. */
  readonly workspace: string;
  readonly patterns: readonly string[];
  readonly events?: readonly FileChange[];
  readonly ignore?: readonly string[];
  readonly debounce?: number;
  readonly settle?: number;
  readonly maxWait?: number;
  /** Files that are there from the start count as created. */
  readonly existing?: boolean;
}

export interface FileWatch {
  /** Resolves when every change from now on is noticed. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

const DEFAULTS = { debounce: 500, settle: 2_000, maxWait: 30_000, events: ['create', 'change'] } as const;

/** Calls `changed` with the files of a batch: relative to the workspace where they lie in it, else absolute; with `/`. */
export function watchFiles(
  options: FileWatchOptions,
  clock: Pick<Clock, 'monotonic' | 'sleep'>,
  changed: (files: ReadonlyMap<string, FileChange>) => void,
  report: (message: string) => void,
): FileWatch {
  const { workspace, patterns, ignore = [], existing = false } = options;
  const { debounce, settle, maxWait, events } = { ...DEFAULTS, ...options };
  const paths = compilePatterns(workspace, patterns, ignore);
  const quietMs = Math.max(debounce, settle);
  const gathering = createGathering(clock, { quietMs, maxWaitMs: Math.max(maxWait, debounce) }, (batch) => {
    const wanted = [...batch].filter(([, change]) => events.includes(change));
    if (wanted.length > 0) changed(new Map(wanted));
  });
  const tell = (path: string, change: FileChange) => {
    if (paths.matches(path)) gathering.changed(shownPath(workspace, path), change);
  };
  let watcher: FSWatcher | undefined;
  let isClosed = false;

  const begin = async () => {
    const { watch } = await import('chokidar');
    if (isClosed) return;
    // What is missing now is watched through its parent, and so is what goes and comes back.
    watcher = watch([...paths.roots], {
      ignoreInitial: !existing,
      ignored: (path) => paths.excludes(path),
      ignorePermissionErrors: true,
      atomic: true,
    });
    watcher.on('add', (path) => tell(path, 'create'));
    watcher.on('change', (path) => tell(path, 'change'));
    watcher.on('unlink', (path) => tell(path, 'delete'));
    watcher.on('error', (error) => report(`${patterns.join(', ')} cannot be watched: ${messageOf(error)}`));
    await new Promise<void>((ready) => watcher?.once('ready', () => ready()));
  };

  return {
    ready: begin(),
    close: async () => {
      isClosed = true;
      gathering.close();
      await watcher?.close();
    },
  };
}

function shownPath(workspace: string, path: string): string {
  const inside = relative(workspace, path);
  const shown = inside.startsWith('..') ? path : inside;
  return sep === '/' ? shown : shown.split(sep).join('/');
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
