import type { IDecoration, IMarker, Terminal } from '@xterm/xterm';
import type { LogPiece } from '../../../contract/models.ts';
import { formatBytes } from '../../shared/format/count.ts';
import { createBacklog } from './backlog.ts';
import styles from './terminal.module.css';

/** Marks of stderr beyond these are taken away, oldest first: each one costs at every redraw. */
const MOST_MARKS = 1_000;

/** Writes output into a terminal as fast as it takes it, with a line at the left of what came from stderr. */
export function createLogWriter(terminal: Terminal): (pieces: readonly LogPiece[]) => void {
  const backlog = createBacklog();
  const marks: IDecoration[] = [];
  let isWriting = false;

  const writeNext = () => {
    const next = backlog.take();
    isWriting = next !== undefined;
    if (next === undefined) return;
    const { piece, skipped } = next;
    if (skipped > 0) terminal.write(`\r\n\x1b[0;2m(${formatBytes(skipped)} left out to keep up)\x1b[0m\r\n`);
    if (piece.stream === 'stderr') writeMarked(piece.bytes);
    else if (piece.stream === 'system') {
      terminal.write('\x1b[2m');
      terminal.write(piece.bytes);
      terminal.write('\x1b[22m', writeNext);
    } else terminal.write(piece.bytes, writeNext);
  };

  const writeMarked = (bytes: Uint8Array) => {
    let start: IMarker | undefined;
    terminal.write('', () => {
      start = terminal.registerMarker(0);
    });
    terminal.write(bytes, () => {
      if (start !== undefined) mark(start);
      writeNext();
    });
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

  return (pieces) => {
    backlog.add(pieces);
    if (!isWriting) writeNext();
  };
}
