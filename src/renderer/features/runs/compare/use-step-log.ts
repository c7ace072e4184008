import { useEffect, useState } from 'react';
import { client } from '../../../shared/client/client.ts';
import { failureText } from '../../../shared/stores/failure.ts';

/** What is compared of a log: more would take seconds to align. */
export const MOST_BYTES = 512 * 1024;

export interface StepLog {
  /** Without orders to the terminal; null while they are not here. */
  readonly lines: readonly string[] | null;
  readonly isCut: boolean;
  readonly problem: string | null;
}

const NONE: StepLog = { lines: null, isCut: false, problem: null };

/** The output of the last of so many attempts of a step's body, from its beginning. */
export function useStepLog(runId: string | null, stepId: string, attempts: number): StepLog {
  const [log, setLog] = useState(NONE);
  useEffect(() => {
    setLog(NONE);
    if (runId === null) return;
    if (attempts === 0) {
      setLog({ ...NONE, lines: [] });
      return;
    }
    const controller = new AbortController();
    const { signal } = controller;
    const decoder = new TextDecoder();
    let text = '';
    let bytes = 0;
    const read = async () => {
      const key = { runId, stepId, branch: 'body', attempt: attempts };
      for await (const { pieces } of await client.logs.follow({ key, from: 0 }, { signal })) {
        for (const piece of pieces) {
          text += decoder.decode(piece.bytes, { stream: true });
          bytes += piece.bytes.length;
        }
        if (signal.aborted) return;
        setLog({ lines: linesOf(text), isCut: bytes >= MOST_BYTES, problem: null });
        if (bytes >= MOST_BYTES) return;
      }
      setLog({ lines: linesOf(text), isCut: false, problem: null });
    };
    read().catch((error) => {
      if (!signal.aborted) setLog({ ...NONE, problem: failureText(error, 'The output cannot be read') });
    });
    return () => controller.abort();
  }, [runId, stepId, attempts]);
  return log;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences of terminals begin with one
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** Of a line that was written over, what was there last. */
function linesOf(text: string): string[] {
  const lines = text.replace(ESCAPES, '').replace(/\n$/, '').split('\n');
  return text === '' ? [] : lines.map((line) => line.replace(/\r+$/, '').split('\r').at(-1) ?? '');
}
