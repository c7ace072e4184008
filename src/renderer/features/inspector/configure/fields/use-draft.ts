import { useEffect, useRef, useState } from 'react';
import { useEditing } from '../../../../shared/editing/editing.ts';

interface Draft {
  readonly shown: string;
  readonly type: (text: string) => void;
  /** Writes at once what waits to be written: before a command is given, for one. */
  readonly flush: () => void;
  readonly end: () => void;
}

/** Longer texts take so long to change that each letter would be felt: there, what is typed is written in a pause. */
const LONG = 20_000;
const PAUSE_MS = 300;

/**
 * The text of a field while a person types: what is written comes back a moment later, trimmed or in another form, and must not
 * move the cursor. What comes back and was never typed here (an undo, another program) takes the field over.
 */
export function useDraft(
  written: string,
  take: (text: string) => void,
  asWritten: (text: string) => string = trimmed,
): Draft {
  const [draft, setDraft] = useState<string | null>(null);
  const typed = useRef<string[]>([]);
  const waiting = useRef<{ readonly timer: ReturnType<typeof setTimeout>; readonly write: () => void } | null>(null);
  const isOurs = draft !== null && typed.current.includes(asWritten(written));

  const flush = () => {
    const current = waiting.current;
    waiting.current = null;
    clearTimeout(current?.timer);
    current?.write();
  };
  // A field that goes away in the middle of a pause, as when another step is selected.
  useEffect(() => () => waiting.current?.write(), []);

  return {
    shown: isOurs ? draft : written,
    flush,
    type(text) {
      typed.current = [...(isOurs ? typed.current : [asWritten(written)]), asWritten(text)].slice(-50);
      setDraft(text);
      clearTimeout(waiting.current?.timer);
      waiting.current = null;
      if ((useEditing.getState().text?.length ?? 0) <= LONG) take(text);
      else waiting.current = { timer: setTimeout(flush, PAUSE_MS), write: () => take(text) };
    },
    end() {
      flush();
      typed.current = [];
      setDraft(null);
    },
  };
}

const trimmed = (text: string): string => text.trim();
