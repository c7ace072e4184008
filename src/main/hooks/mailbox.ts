import { formatDuration } from '../../core/base/duration.ts';

/** Work of one hook: one event at a time, in order, each with a time limit. */
export interface Mailbox {
  put(job: Job): void;
  /** Drops what waits and aborts what runs; nothing is taken after. */
  close(): void;
  /** Settles when nothing waits or runs. */
  idle(): Promise<void>;
}

export interface Job {
  /** The event's type, for the message of a failure. */
  readonly event: string;
  run(signal: AbortSignal): void | Promise<void>;
  failed(message: string): void;
}

interface MailboxOptions {
  readonly timeout: number;
  /** Called when a job did not end in time, after its failure was told. */
  readonly onStalled?: () => void;
}

/** More than these nobody catches up with: the hook is too slow for what it asks for. */
const MOST_WAITING = 1_000;

export function createMailbox({ timeout, onStalled }: MailboxOptions): Mailbox {
  let waiting: Job[] = [];
  let running: Promise<void> | undefined;
  let abort: AbortController | undefined;
  let closed = false;
  /** Those that were left out since the last failure that told of it. */
  let leftOut = 0;

  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await perform(job);
    running = undefined;
  };

  const perform = async (job: Job): Promise<void> => {
    const controller = new AbortController();
    abort = controller;
    const over = Promise.withResolvers<'over'>();
    const timer = setTimeout(() => over.resolve('over'), timeout);
    controller.signal.addEventListener('abort', () => over.resolve('over'), { once: true });
    try {
      const first = await Promise.race([Promise.resolve(job.run(controller.signal)), over.promise]);
      if (first !== 'over' || closed) return;
      controller.abort(new Error('the time of the hook is over'));
      job.failed(`did not finish within ${formatDuration(timeout)}, and was cut off`);
      onStalled?.();
    } catch (error) {
      if (!closed) job.failed(error instanceof Error ? error.message : String(error));
    } finally {
      clearTimeout(timer);
      abort = undefined;
    }
  };

  return {
    put(job) {
      if (closed) return;
      if (waiting.length >= MOST_WAITING) {
        leftOut++;
        if (leftOut === 1) job.failed(`is too slow: ${MOST_WAITING} events wait for it, and more are left out`);
        return;
      }
      leftOut = 0;
      waiting.push(job);
      // On a later turn: whoever commits an event does not wait for hooks.
      running ??= Promise.resolve().then(work);
    },
    close() {
      closed = true;
      waiting = [];
      abort?.abort(new Error('the hook was detached'));
    },
    idle: async () => {
      while (running !== undefined) await running;
    },
  };
}
