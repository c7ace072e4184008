import { TextDecoder } from 'node:util';
import type { AttemptKey, LogStore } from '../../main/ports/log-store.ts';
import type { Output } from './output.ts';
import { stepLine } from './output.ts';

/** How often the output of running steps is looked for, and how much of it is read at once. */
const LOOK_MS = 80;
const AT_ONCE_BYTES = 256 * 1024;
/** A line without an end is printed in pieces of this length (characters). */
const LONGEST_LINE = 16 * 1024;

export interface LogPrinter {
  /** From now on prints what the attempt prints. */
  begin(key: AttemptKey): void;
  /** Prints the rest; resolves when all of it was. */
  end(key: AttemptKey): Promise<void>;
  stop(): void;
}

interface Tail {
  readonly key: AttemptKey;
  readonly decoder: TextDecoder;
  offset: number;
  /** What came after the last end of a line. */
  rest: string;
  /** Readings of one attempt happen one after another. */
  reading: Promise<void>;
}

const nameOf = ({ stepId, branch, attempt }: AttemptKey): string => `${stepId}\0${branch}\0${attempt}`;

/** Prints the output of attempts line by line as it grows. `prefix` stands before each line. */
export function createLogPrinter(
  logs: Pick<LogStore, 'read'>,
  output: Output,
  prefix: (key: AttemptKey) => string,
): LogPrinter {
  const tails = new Map<string, Tail>();
  let timer: NodeJS.Timeout | undefined;

  const print = async (tail: Tail, text: string, isLast: boolean) => {
    const lines = (tail.rest + text).split('\n');
    tail.rest = lines.pop() ?? '';
    if (tail.rest.length > LONGEST_LINE || (isLast && tail.rest !== '')) {
      lines.push(tail.rest);
      tail.rest = '';
    }
    const before = prefix(tail.key);
    if (lines.length > 0)
      await output.write(lines.map((line) => `${before}${stepLine(line, output.style)}\n`).join(''));
  };

  const read = async (tail: Tail, isLast: boolean) => {
    for (;;) {
      const chunks = await logs.read(tail.key, { from: tail.offset, to: tail.offset + AT_ONCE_BYTES });
      for (const { offset, bytes } of chunks) {
        tail.offset = offset + bytes.length;
        await print(tail, tail.decoder.decode(bytes, { stream: true }), false);
      }
      if (chunks.length === 0) break;
    }
    if (isLast) await print(tail, tail.decoder.decode(), true);
  };

  const readNext = (tail: Tail, isLast: boolean): Promise<void> => {
    tail.reading = tail.reading.then(() => read(tail, isLast)).catch(() => undefined);
    return tail.reading;
  };

  const look = async () => {
    await Promise.all([...tails.values()].map((tail) => readNext(tail, false)));
    timer = tails.size > 0 ? setTimeout(() => void look(), LOOK_MS) : undefined;
  };

  return {
    begin(key) {
      const tail: Tail = { key, decoder: new TextDecoder(), offset: 0, rest: '', reading: Promise.resolve() };
      tails.set(nameOf(key), tail);
      timer ??= setTimeout(() => void look(), LOOK_MS);
    },
    async end(key) {
      const tail = tails.get(nameOf(key));
      if (!tail) return;
      tails.delete(nameOf(key));
      await readNext(tail, true);
    },
    stop: () => clearTimeout(timer),
  };
}
