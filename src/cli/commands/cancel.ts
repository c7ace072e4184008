import { randomUUID } from 'node:crypto';
import type { ChronumEvent } from '../../core/run/event.ts';
import { followRun } from '../../main/app/follow-run.ts';
import type { RunSummary } from '../../main/ports/run-store.ts';
import { findDataFolder } from '../../main/store/data-folder.ts';
import { openStore, type Store } from '../../main/store/open-store.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { stepOf } from '../find-step.ts';
import { watchSignals } from '../signals.ts';

export interface CancelOptions {
  /** Only this step of the run. */
  readonly step: string | undefined;
  readonly json: boolean;
}

/** Asks the run's owner, whichever process that is, to cancel it or a step of it, and waits until that has ended. */
export async function cancel(argument: string, { step, json }: CancelOptions, { output }: Context): Promise<ExitCode> {
  const store = openStore({ dataFolder: findDataFolder() });
  const waiting = new AbortController();
  const signals = watchSignals({ cancel: () => waiting.abort(), kill: () => undefined });
  try {
    const run = findRun(store.runs, argument);
    await ask(store, run, step);
    const what = step === undefined ? `${run.flowName} (run ${run.id})` : `${step} of ${run.flowName} (run ${run.id})`;
    if (!json) await output.line(`Cancelling ${what}`);
    for await (const { events } of followRun(store.events, {
      runId: run.id,
      afterSeq: run.seq,
      signal: waiting.signal,
    })) {
      const status = events.map((event) => endIn(event, step)).find((end) => end !== undefined);
      if (status === undefined) continue;
      if (json) await output.json({ runId: run.id, ...(step === undefined ? {} : { stepId: step }), status });
      else await output.line(`It ${status === 'cancelled' ? 'is cancelled' : status}.`);
      break;
    }
    return EXIT.succeeded;
  } finally {
    signals.stop();
    store.close();
  }
}

async function ask(store: Store, run: RunSummary, step: string | undefined): Promise<void> {
  if (run.finishedAt !== null) throw new UsageError(`run ${run.id} has finished already: it ${run.status}`);
  if (run.ownerId !== null && !store.owners.isAlive(run.ownerId)) {
    throw new UsageError(
      `the process that ran ${run.id} is gone, and nothing of it is running: \`chronum resume ${run.id}\` goes on with it`,
    );
  }
  if (step !== undefined) {
    const { status, finishedAt } = stepOf(store.events, run.id, step);
    if (finishedAt !== undefined) throw new UsageError(`${step} has ended already: it ${status}`);
  }
  const isTaken = await store.commands.submit({
    id: randomUUID(),
    runId: run.id,
    kind: step === undefined ? 'cancel' : 'cancel-step',
    at: new Date().toISOString(),
    by: 'terminal',
    ...(step === undefined ? {} : { data: { stepId: step } }),
  });
  if (!isTaken) throw new UsageError(`run ${run.id} has finished already`);
}

/** How what was asked for ended, if this event tells. */
function endIn(event: ChronumEvent, step: string | undefined): string | undefined {
  if (event.type === 'run.finished') return event.status;
  if (step === undefined || !('stepId' in event) || event.stepId !== step) return undefined;
  return /^step\.(succeeded|failed|skipped|cancelled)$/.exec(event.type)?.[1];
}
