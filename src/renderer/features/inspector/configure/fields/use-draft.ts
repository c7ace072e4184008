import { useRef, useState } from 'react';

interface Draft {
  readonly shown: string;
  readonly type: (text: string) => void;
  readonly end: () => void;
}

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
  const isOurs = draft !== null && typed.current.includes(asWritten(written));
  return {
    shown: isOurs ? draft : written,
    type(text) {
      typed.current = [...(isOurs ? typed.current : [asWritten(written)]), asWritten(text)].slice(-50);
      setDraft(text);
      take(text);
    },
    end() {
      typed.current = [];
      setDraft(null);
    },
  };
}

const trimmed = (text: string): string => text.trim();
