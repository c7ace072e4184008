import { type RefObject, useEffect, useRef, useState } from 'react';
import { client } from '../../shared/client/client.ts';
import { follow } from '../../shared/client/follow.ts';
import { useSettings } from '../../shared/stores/settings.ts';
import { createTerminal, type LogTerminal } from './create-terminal.ts';
import { createLogWriter } from './log-writer.ts';
import { terminalColors } from './terminal-theme.ts';

export interface AttemptKey {
  readonly runId: string;
  readonly stepId: string;
  readonly branch: string;
  readonly attempt: number;
}

/** A log opens at its end: this much of it is read. */
const TAIL_BYTES = 1024 * 1024;

export interface LogView {
  readonly log: LogTerminal | undefined;
  /** Bytes before the first one shown. */
  readonly hidden: number;
  readonly isEmpty: boolean;
  readonly isAtEnd: boolean;
  /** The attempt is over and all of its output is here. */
  readonly isComplete: boolean;
}

const INITIAL: LogView = { log: undefined, hidden: 0, isEmpty: true, isAtEnd: true, isComplete: false };

/** The output of one attempt in a terminal inside `host`, live while it prints. */
export function useLog(host: RefObject<HTMLElement | null>, key: AttemptKey, onFind: () => void): LogView {
  const [view, setView] = useState<LogView>(INITIAL);
  const find = useRef(onFind);
  find.current = onFind;
  const theme = useSettings((state) => state.theme);
  const { runId, stepId, branch, attempt } = key;

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const log = createTerminal(element, () => find.current());
    const write = createLogWriter(log.terminal);
    const change = (part: Partial<LogView>) => setView((before) => ({ ...before, ...part }));
    setView({ ...INITIAL, log });
    const rendering = log.terminal.onRender(() => {
      const { viewportY, baseY } = log.terminal.buffer.active;
      const isAtEnd = viewportY >= baseY;
      setView((before) => (before.isAtEnd === isAtEnd ? before : { ...before, isAtEnd }));
    });
    let next: number | undefined;
    const stop = follow({
      open: (signal) =>
        client.logs.follow({ key: { runId, stepId, branch, attempt }, from: next ?? -TAIL_BYTES }, { signal }),
      onItem: ({ pieces }) => {
        const [first] = pieces;
        const last = pieces.at(-1);
        if (first === undefined || last === undefined) return;
        if (next === undefined) change({ hidden: first.offset, isEmpty: false });
        next = last.offset + last.bytes.length;
        write(pieces);
      },
      onEnd: () => change({ isComplete: true }),
      onRefused: () => change({ isComplete: true }),
    });
    return () => {
      stop();
      rendering.dispose();
      log.dispose();
    };
  }, [host, runId, stepId, branch, attempt]);

  const { log } = view;
  useEffect(() => {
    // The theme's tokens hold from the next frame on.
    const frame = requestAnimationFrame(() => {
      if (log !== undefined && theme !== undefined) log.terminal.options.theme = terminalColors().theme;
    });
    return () => cancelAnimationFrame(frame);
  }, [log, theme]);
  return view;
}
