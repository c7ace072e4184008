import { useEffect, useRef, useState } from 'react';
import { failureText } from '../../shared/stores/failure.ts';

export interface Answer<T> {
  /** The last one that came, also while another is asked for. */
  readonly value: T | null;
  readonly isAsking: boolean;
  readonly problem: string | null;
}

/**
 * Keeps the answer to a question, and asks again when `key` changes. A question that comes while another is under way takes its place;
 * `delay` waits for the person to finish.
 */
export function useAnswer<T>(
  key: string,
  ask: (signal: AbortSignal) => Promise<T>,
  { delay = 0, what = 'This cannot be shown' }: { delay?: number; what?: string } = {},
): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ value: null, isAsking: true, problem: null });
  const latest = useRef(ask);
  latest.current = ask;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says what is asked
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setAnswer((before) => ({ ...before, isAsking: true }));
    const timer = setTimeout(() => {
      latest.current(signal).then(
        (value) => !signal.aborted && setAnswer({ value, isAsking: false, problem: null }),
        (error) =>
          !signal.aborted && setAnswer((before) => ({ ...before, isAsking: false, problem: failureText(error, what) })),
      );
    }, delay);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [key]);
  return answer;
}
