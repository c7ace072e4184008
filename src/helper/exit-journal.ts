import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Exits by mark, one JSON object a line, in a file of this helper's own: what a step came to is known even when the engine
 * died before it could write it down. Only the last exits matter, so a full file becomes the previous one.
 */
export interface ExitJournal {
  record(mark: string, exitCode: number | null, signal: string | null): void;
  /** The engine left in order and has written everything down. */
  remove(): void;
}

/** About 40,000 exits. */
const FULL_BYTES = 4 * 1024 * 1024;

export const JOURNAL_SUFFIX = '.exits';
export const PREVIOUS_JOURNAL_SUFFIX = '.exits.previous';

export function createExitJournal(folder: string, name: string): ExitJournal {
  const path = join(folder, `${name}${JOURNAL_SUFFIX}`);
  const previous = join(folder, `${name}${PREVIOUS_JOURNAL_SUFFIX}`);
  let file = -1;
  let size = 0;
  return {
    record: (mark, exitCode, signal) => {
      try {
        if (file < 0) {
          mkdirSync(folder, { recursive: true, mode: 0o700 });
          file = openSync(path, 'a', 0o600);
        }
        size += writeSync(file, `${JSON.stringify({ mark, exitCode, signal })}\n`);
        if (size < FULL_BYTES) return;
        closeSync(file);
        file = -1;
        size = 0;
        renameSync(path, previous);
      } catch {
        // A full or read-only disk: the engine still hears of the exit, as long as it lives.
      }
    },
    remove: () => {
      if (file >= 0) closeSync(file);
      file = -1;
      for (const left of [path, previous]) rmSync(left, { force: true });
    },
  };
}
