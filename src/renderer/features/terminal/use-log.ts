import { type RefObject, useEffect, useRef, useState } from 'react';
import { useSettings } from '../../shared/stores/settings.ts';
import { createTerminal, type LogTerminal, type TerminalKeys } from './create-terminal.ts';
import { type AttemptKey, createLogSession, type LogSession, type LogView, NO_LOG } from './log-session.ts';
import { applyColors } from './terminal-theme.ts';

export interface ShownLog {
  readonly log: LogTerminal;
  readonly session: LogSession;
}

/** The output of one attempt in a terminal inside `host`, live while it prints; as it was at `moment`, if there is one. */
export function useLog(
  host: RefObject<HTMLElement | null>,
  key: AttemptKey,
  options: { readonly keys: TerminalKeys; readonly moment: number | null },
): { readonly shown: ShownLog | undefined; readonly view: LogView } {
  const [shown, setShown] = useState<ShownLog>();
  const [view, setView] = useState<LogView>(NO_LOG);
  const keys = useRef(options.keys);
  keys.current = options.keys;
  const { runId, stepId, branch, attempt } = key;

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    setView(NO_LOG);
    let session: LogSession | undefined;
    const log = createTerminal(element, {
      runId,
      onFind: () => keys.current.onFind?.(),
      onBeyond: (direction) => (direction < 0 ? session?.earlier() : session?.later()),
    });
    session = createLogSession(log, { runId, stepId, branch, attempt }, (part) =>
      setView((before) => ({ ...before, ...part })),
    );
    setShown({ log, session });
    return () => {
      session?.dispose();
      log.dispose();
    };
  }, [host, runId, stepId, branch, attempt]);

  const session = shown?.session;
  useEffect(() => session?.showMoment(options.moment), [session, options.moment]);
  useTheme(shown?.log);
  return { shown, view };
}

/** Keeps the colours of a terminal those of the window. */
export function useTheme(log: LogTerminal | undefined): void {
  const theme = useSettings((state) => state.theme);
  useEffect(() => {
    // The theme's tokens hold from the next frame on.
    const frame = requestAnimationFrame(() => {
      if (log !== undefined && theme !== undefined) applyColors(log.terminal);
    });
    return () => cancelAnimationFrame(frame);
  }, [log, theme]);
}
