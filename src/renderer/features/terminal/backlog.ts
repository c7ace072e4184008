import type { LogPiece } from '../../../contract/models.ts';

/** What is still to be drawn, and what was given up so that the terminal keeps up with a program that prints without end. */
export interface Backlog {
  add(pieces: readonly LogPiece[]): void;
  /** The next piece, with how many bytes before it were left out. */
  take(): { readonly piece: LogPiece; readonly skipped: number } | undefined;
}

/** Beyond this much waiting, all but the newest part is left out. */
const MOST_BYTES = 4 * 1024 * 1024;
const KEPT_BYTES = 512 * 1024;

export function createBacklog(most = MOST_BYTES, kept = KEPT_BYTES): Backlog {
  const waiting: LogPiece[] = [];
  let bytes = 0;
  let skipped = 0;
  return {
    add(pieces) {
      for (const piece of pieces) {
        waiting.push(piece);
        bytes += piece.bytes.length;
      }
      if (bytes <= most) return;
      while (bytes > kept && waiting.length > 1) {
        const dropped = waiting.shift();
        bytes -= dropped?.bytes.length ?? 0;
        skipped += dropped?.bytes.length ?? 0;
      }
    },
    take() {
      const piece = waiting.shift();
      if (piece === undefined) return undefined;
      bytes -= piece.bytes.length;
      const before = skipped;
      skipped = 0;
      return { piece, skipped: before };
    },
  };
}
