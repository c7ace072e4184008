import type { IDecoration, IMarker, Terminal } from '@xterm/xterm';
import type { LogPiece } from '../../../contract/models.ts';
import { formatBytes } from '../../shared/format/count.ts';
import { createBacklog } from './backlog.ts';
import styles from './terminal.module.css';
import type { TimeMarks } from './time-marks.ts';

/** Marks of stderr beyond these are taken away, oldest first: each one costs at every redraw. */
const MOST_MARKS = 1_000;

export type WrittenPiece = Pick<LogPiece, 'bytes' | 'at' | 'stream'>;

export interface LogWriter {
  /** Writes as fast as the terminal takes it, and leaves out what it cannot keep up with. */
  write(pieces: readonly LogPiece[]): void;
  /** Writes all of it. Resolves when it stands there; false when a reset came in between. */
  writeAll(pieces: readonly WrittenPiece[]): Promise<boolean>;
  /** An empty terminal; what was on its way is dropped. */
  reset(): void;
}

/** Writes output into a terminal, with a line at the left of what came from stderr and the times of what is written. */
export function createLogWriter(terminal: Terminal, times: TimeMarks): LogWriter {
  let backlog = createBacklog();
  let marks: IDecoration[] = [];
  let isWriting = false;
  let generation = 0;

  const writeNext = () => {
    const next = backlog.take();
    isWriting = next !== undefined;
    if (next === undefined) return;
    const { piece, skipped } = next;
    if (skipped > 0) terminal.write(`\r\n\x1b[0;2m(${formatBytes(skipped)} left out to keep up)\x1b[0m\r\n`);
    const mine = generation;
    put(piece, () => mine === generation && writeNext());
  };

  const put = ({ bytes, at, stream }: WrittenPiece, done: () => void) => {
    const mine = generation;
    let start: IMarker | undefined;
    // Where it begins is known once everything before it was written.
    terminal.write(stream === 'system' ? '\x1b[2m' : '', () => {
      if (mine !== generation) return;
      times.add(at);
      if (stream === 'stderr') start = terminal.registerMarker(0);
    });
    terminal.write(bytes, () => {
      if (mine === generation && start !== undefined) mark(start);
      if (stream !== 'system') done();
    });
    if (stream === 'system') terminal.write('\x1b[22m', done);
  };

  const mark = (start: IMarker) => {
    const { baseY, cursorY, cursorX } = terminal.buffer.active;
    const height = baseY + cursorY - start.line + (cursorX > 0 ? 1 : 0);
    if (start.isDisposed || height < 1) return start.dispose();
    const decoration = terminal.registerDecoration({ marker: start, height });
    if (decoration === undefined) return;
    decoration.onRender((element) => element.classList.add(styles.stderr ?? ''));
    marks.push(decoration);
    if (marks.length > MOST_MARKS) marks.shift()?.dispose();
  };

  return {
    write(pieces) {
      backlog.add(pieces);
      if (!isWriting) writeNext();
    },
    async writeAll(pieces) {
      const mine = generation;
      for (const piece of pieces) {
        if (mine !== generation) return false;
        await new Promise<void>((resolve) => put(piece, resolve));
      }
      return mine === generation;
    },
    reset() {
      generation++;
      isWriting = false;
      backlog = createBacklog();
      for (const decoration of marks) decoration.dispose();
      marks = [];
      times.clear();
      terminal.reset();
    },
  };
}
