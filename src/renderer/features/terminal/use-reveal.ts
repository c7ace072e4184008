import type { Terminal } from '@xterm/xterm';
import { useEffect } from 'react';
import { lineRevealed, useRevealedLine } from '../../shared/stores/reveal-line.ts';
import type { AttemptKey } from './log-session.ts';
import type { ShownLog } from './use-log.ts';

/** Shows and marks the line of this log that somebody elsewhere asked for. */
export function useReveal({ runId, stepId, branch, attempt }: AttemptKey, shown: ShownLog | undefined): void {
  const lineOffset = useRevealedLine(({ line }) =>
    line?.key.runId === runId &&
    line.key.stepId === stepId &&
    line.key.branch === branch &&
    line.key.attempt === attempt
      ? line.lineOffset
      : null,
  );
  useEffect(() => {
    if (lineOffset === null || shown === undefined) return;
    const { session, log } = shown;
    lineRevealed();
    void session.show(lineOffset, 'middle').then((row) => {
      if (row !== null) mark(log.terminal, row);
    });
  }, [lineOffset, shown]);
}

/** Selects the line, and once more after the bar that tells the place has taken some of the height: that lets go of the selection. */
function mark(terminal: Terminal, row: number): void {
  const { baseY, cursorY } = terminal.buffer.active;
  const marker = terminal.registerMarker(row - baseY - cursorY);
  const select = () => terminal.selectLines(marker.line, marker.line);
  select();
  const resizing = terminal.onResize(() => {
    resizing.dispose();
    requestAnimationFrame(select);
  });
}
