import type { StoreUnavailable } from '../ports/event-log.ts';
import type { RunQuestions } from './run-questions.ts';

/** What the thread that reads is started with. */
export interface ReaderStart {
  readonly path: string;
  /** Milliseconds that opening waits for other processes. */
  readonly patience: number;
}

export interface ReaderQuestion {
  readonly id: number;
  readonly name: keyof RunQuestions;
  readonly args: readonly unknown[];
}

export type ReaderAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: ReaderFailure };

/** An error as it crosses threads: `code` is there when the store cannot be read, and absent for a bug. */
export interface ReaderFailure {
  readonly code?: StoreUnavailable['code'];
  readonly message: string;
  readonly stack: string | undefined;
}
