import { randomUUID } from 'node:crypto';
import { followRun } from '../../main/app/follow-run.ts';
import { findDataFolder } from '../../main/store/data-folder.ts';
import { openStore } from '../../main/store/open-store.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { watchSignals } from '../signals.ts';

/** Asks the run's owner, whichever process that is, to cancel it, and waits until it has finished. */
export async function cancel(argument: string, { output }: Context): Promise<ExitCode> {
  const store = openStore({ dataFolder: findDataFolder() });
  const waiting = new AbortController();
  const signals = watchSignals({ cancel: () => waiting.abort(), kill: () => undefined });
  try {
    const run = findRun(store.runs, argument);
    if (run.finishedAt !== null) throw new UsageError(`run ${run.id} has finished already: it ${run.status}`);
    if (run.ownerId !== null && !store.owners.isAlive(run.ownerId)) {
      throw new UsageError(
        `the process that ran ${run.id} is gone, and nothing of it is running: \`chronum resume ${run.id}\` goes on with it`,
      );
    }
    const at = new Date().toISOString();
    const isTaken = await store.commands.submit({
      id: randomUUID(),
      runId: run.id,
      kind: 'cancel',
      at,
      by: 'terminal',
    });
    if (!isTaken) throw new UsageError(`run ${run.id} has finished already`);
    await output.line(`Cancelling ${run.flowName} (run ${run.id})`);
    for await (const { events } of followRun(store.events, {
      runId: run.id,
      afterSeq: run.seq,
      signal: waiting.signal,
    })) {
      const end = events.find((event) => event.type === 'run.finished');
      if (end) await output.line(`It ${end.status === 'cancelled' ? 'is cancelled' : end.status}.`);
    }
    return EXIT.succeeded;
  } finally {
    signals.stop();
    store.close();
  }
}
