import { ORPCError } from '@orpc/client';

export interface FollowOptions<T> {
  /** Opens the stream where the follower stands: called again after a loss, so it reads its position each time. */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<T>>;
  /** Takes one item. The next one waits until its promise is settled. */
  readonly onItem: (item: T) => void | Promise<void>;
  /** The stream came to its own end. Without this, an end counts as a loss and the stream is opened again. */
  readonly onEnd?: () => void;
  /** The other side refused for good: there is nothing to resume. */
  readonly onRefused?: (error: unknown) => void;
  /** Waits between two openings, in milliseconds; a test makes them short. */
  readonly delays?: readonly number[];
}

const DELAYS = [0, 100, 300, 1_000, 2_000] as const;
const REFUSALS: ReadonlySet<string> = new Set([
  'NOT_FOUND',
  'NOT_TRUSTED',
  'INVALID',
  'BAD_REQUEST',
  'UNAUTHORIZED',
  'FORBIDDEN',
]);

/** Whether asking again could give another answer. */
const isRefusal = (error: unknown): boolean => error instanceof ORPCError && REFUSALS.has(error.code);

/** Follows a stream through lost connections until it ends, is refused, or the returned function is called. */
export function follow<T>(options: FollowOptions<T>): () => void {
  const controller = new AbortController();
  void run(options, controller.signal);
  return () => controller.abort();
}

async function run<T>(options: FollowOptions<T>, signal: AbortSignal): Promise<void> {
  const delays = options.delays ?? DELAYS;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const stream = await options.open(signal);
      for await (const item of stream) {
        if (signal.aborted) return;
        failures = 0;
        await options.onItem(item);
      }
      if (options.onEnd !== undefined && !signal.aborted) return options.onEnd();
    } catch (error) {
      if (signal.aborted) return;
      if (isRefusal(error)) return options.onRefused?.(error);
      // A lost port is part of life; an answer that is an error is a bug over there, and asked for again all the same.
      if (error instanceof ORPCError) console.warn('A stream was answered with an error; trying again.', error);
    }
    await pause(delays[Math.min(failures++, delays.length - 1)] ?? 0, signal);
  }
}

function pause(duration: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, duration);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
