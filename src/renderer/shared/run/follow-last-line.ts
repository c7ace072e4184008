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

/** A replay moves at every frame: what costs more than one follows once it stands for so long. */
const SETTLED_MS = 120;

/** Tells the last line as it was at an instant. */
export function readLastLine(key: AttemptKey, until: number, tell: (line: string) => void): () => void {
  let isWanted = true;
  const read = async () => {
    for await (const { pieces } of await client.logs.read({ key, from: -TAIL_BYTES, until })) {
      const decoder = new TextDecoder();
      const text = pieces.map(({ bytes }) => decoder.decode(bytes, { stream: true })).join('');
      if (isWanted) tell(lastLine(text));
      return;
    }
  };
  // What cannot be read is not shown: the node says what it runs.
  const timer = setTimeout(() => void read().catch(() => isWanted && tell('')), SETTLED_MS);
  return () => {
    isWanted = false;
    clearTimeout(timer);
  };
}
