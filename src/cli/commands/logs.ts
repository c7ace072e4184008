import { nearest } from '../../core/base/nearest.ts';
import type { RunState } from '../../core/run/state.ts';
import { followRun } from '../../main/app/follow-run.ts';
import type { AttemptKey, LogStore } from '../../main/ports/log-store.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { createLogPrinter } from '../output/log-printer.ts';
import type { Output } from '../output/output.ts';
import { stepPrefix } from '../output/run-printer.ts';
import { readStore } from '../read-store.ts';
import { readRun } from './show.ts';

export interface LogsOptions {
  readonly step: string | undefined;
  readonly follow: boolean;
}

/** Prints what the steps of a run printed, attempt by attempt; of one step without anything of ours around it. */
export async function logs(argument: string, { step, follow }: LogsOptions, { output }: Context): Promise<ExitCode> {
  const store = readStore();
  if (!store) throw new UsageError('nothing was run so far');
  const closing = new AbortController();
  try {
    const summary = findRun(store.runs, argument);
    const run = readRun(store.events, summary.id);
    if (step !== undefined) checkStep(run, step);
    if (!follow || summary.finishedAt !== null) {
      for (const key of attemptsOf(run, step)) {
        if (step === undefined) await printLines(store.logs, key, output);
        else await printBytes(store.logs, key, output);
        if (output.isClosed()) break;
      }
      return EXIT.succeeded;
    }
    const printer = createLogPrinter(store.logs, output, (key) =>
      step === undefined ? stepPrefix(key.stepId, output) : '',
    );
    const interrupt = () => closing.abort();
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
    for await (const { events } of followRun(store.events, { runId: run.runId, afterSeq: 0, signal: closing.signal })) {
      for (const event of events) {
        if (!('attempt' in event) || (step !== undefined && event.stepId !== step)) continue;
        if (event.type === 'attempt.started') printer.begin(event);
        else if (ENDS.has(event.type)) await printer.end(event);
      }
      if (output.isClosed()) break;
    }
    printer.stop();
    return EXIT.succeeded;
  } finally {
    store.close();
  }
}

const ENDS: ReadonlySet<string> = new Set([
  'attempt.succeeded',
  'attempt.failed',
  'attempt.timed-out',
  'attempt.cancelled',
  'attempt.lost',
]);

function checkStep(run: RunState, step: string): void {
  if (run.steps.has(step)) return;
  const guess = nearest(step, run.steps.keys());
  throw new UsageError(
    guess
      ? `the run has no step ${step}: did you mean ${guess}?`
      : `the run has no step ${step}: it has ${[...run.steps.keys()].slice(0, 10).join(', ')}`,
  );
}

/** In the order in which they started. */
function attemptsOf(run: RunState, stepId: string | undefined): AttemptKey[] {
  const steps = [...run.steps.values()].filter((step) => stepId === undefined || step.id === stepId);
  return steps
    .flatMap((step) => step.attempts.map((attempt) => ({ ...attempt, stepId: step.id })))
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt))
    .map(({ stepId: id, branch, attempt }) => ({ runId: run.runId, stepId: id, branch, attempt }));
}

async function printLines(store: LogStore, key: AttemptKey, output: Output): Promise<void> {
  const printer = createLogPrinter(store, output, () => stepPrefix(key.stepId, output));
  printer.begin(key);
  await printer.end(key);
  printer.stop();
}

/** As it was printed, byte for byte. */
async function printBytes(store: LogStore, key: AttemptKey, output: Output): Promise<void> {
  for (let offset = 0; !output.isClosed(); ) {
    const chunks = await store.read(key, { from: offset });
    const last = chunks.at(-1);
    if (!last) return;
    for (const { bytes } of chunks) await output.write(bytes);
    offset = last.offset + last.bytes.length;
  }
}
