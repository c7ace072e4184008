import { client } from '../client/client.ts';
import { follow } from '../client/follow.ts';

interface AttemptKey {
  readonly runId: string;
  readonly stepId: string;
  readonly branch: string;
  readonly attempt: number;
}

/** Enough for one line of any sensible length. */
const TAIL_BYTES = 600;

/** Tells the last line of an attempt's output that is not blank, now and whenever more is printed. */
export function followLastLine(key: AttemptKey, tell: (line: string) => void): () => void {
  const decoder = new TextDecoder();
  let tail = '';
  let next = -TAIL_BYTES;
  return follow({
    open: (signal) => client.logs.follow({ key, from: next }, { signal }),
    onItem: ({ pieces }) => {
      for (const piece of pieces) {
        tail = (tail + decoder.decode(piece.bytes, { stream: true })).slice(-TAIL_BYTES);
        next = piece.offset + piece.bytes.length;
      }
      tell(lastLine(tail));
    },
    onEnd: () => {},
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences of terminals begin with one
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** The last line with something on it, as a terminal would show it: escapes left out, after the last carriage return. */
export function lastLine(text: string): string {
  const lines = text.replace(ESCAPES, '').split('\n');
  for (const line of lines.reverse()) {
    const shown = line.replace(/\r+$/, '').split('\r').at(-1)?.trim() ?? '';
    if (shown !== '') return shown;
  }
  return '';
}
