import type { RunStatus } from '../../core/run/event.ts';
import { followRun } from '../../main/app/follow-run.ts';
import type { EventReader } from '../../main/ports/event-log.ts';
import type { LogStore } from '../../main/ports/log-store.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { createLogPrinter } from '../output/log-printer.ts';
import type { Output } from '../output/output.ts';
import { createRunPrinter, stepPrefix } from '../output/run-printer.ts';
import { printSummary } from '../output/run-summary.ts';

interface Watch {
  readonly log: EventReader;
  readonly logs: LogStore;
  readonly runId: string;
  readonly output: Output;
  /** Events on standard output, a line each, and nothing else. */
  readonly json: boolean;
  /** Events up to this one are passed over. */
  readonly afterSeq?: number;
  /** Events up to this one are counted in and not told. */
  readonly quietUntil?: number;
}

export interface WatchedRun {
  readonly status: RunStatus;
  readonly handlersFailed: boolean;
}

/** Tells of a run until it has finished. */
export async function watchRun(watch: Watch): Promise<WatchedRun> {
  const { log, logs, runId, output, json, afterSeq = 0, quietUntil = 0 } = watch;
  let end: WatchedRun = { status: 'running', handlersFailed: false };
  const logPrinter = createLogPrinter(logs, output, ({ stepId }) => stepPrefix(stepId, output));
  const printer = createRunPrinter(output, logPrinter);
  for await (const { events } of followRun(log, { runId, afterSeq, interval: 0 })) {
    for (const event of events) {
      if (event.type === 'run.finished') end = { status: event.status, handlersFailed: event.handlersFailed === true };
      if (json) await output.json(event);
      else if (event.seq > quietUntil) await printer.print(event);
      else printer.take(event);
    }
  }
  logPrinter.stop();
  const state = printer.state();
  if (state) await printSummary(state, logs, output);
  return end;
}

/** What the command ends with. `wasCancelled` tells that a signal asked for it. */
export function exitCodeOf({ status, handlersFailed }: WatchedRun, wasCancelled: boolean): ExitCode {
  if (status === 'succeeded' || status === 'skipped') return handlersFailed ? EXIT.failed : EXIT.succeeded;
  return wasCancelled ? EXIT.cancelled : EXIT.failed;
}
