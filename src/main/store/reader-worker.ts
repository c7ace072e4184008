import { parentPort, workerData } from 'node:worker_threads';
import { StoreUnavailable } from '../ports/event-log.ts';
import { guardReads } from './guarded-reads.ts';
import { openDatabaseReadOnly } from './open-database.ts';
import type { ReaderAnswer, ReaderFailure, ReaderQuestion, ReaderStart } from './reader-messages.ts';
import { createRunQuestions, type RunQuestions } from './run-questions.ts';

/**
 * The thread that reads: answers one question after the other on a connection of its own, which is opened with the first, so that
 * what hinders it is told to whoever asks.
 */
const { path, patience } = workerData as ReaderStart;
let questions: RunQuestions | undefined;

parentPort?.on('message', ({ id, name, args }: ReaderQuestion) => {
  parentPort?.postMessage(answer(id, name, args));
});

function answer(id: number, name: keyof RunQuestions, args: readonly unknown[]): ReaderAnswer {
  try {
    questions ??= createRunQuestions(guardReads(openDatabaseReadOnly(path, patience)));
    const ask = questions[name] as (...args: readonly unknown[]) => unknown;
    return { id, value: ask(...args) };
  } catch (error) {
    return { id, error: failureOf(error) };
  }
}

function failureOf(error: unknown): ReaderFailure {
  if (error instanceof StoreUnavailable) return { code: error.code, message: error.message, stack: error.stack };
  return error instanceof Error
    ? { message: error.message, stack: error.stack }
    : { message: String(error), stack: undefined };
}
