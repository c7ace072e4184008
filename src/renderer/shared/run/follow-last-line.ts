import { client } from '../client/client.ts';
import { follow } from '../client/follow.ts';
import { lastLine } from '../format/last-line.ts';

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
