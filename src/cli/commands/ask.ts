import { randomUUID } from 'node:crypto';
import type { Json } from '../../core/base/json.ts';
import type { CommandKind } from '../../main/ports/commands.ts';
import { findDataFolder } from '../../main/store/data-folder.ts';
import { openStore } from '../../main/store/open-store.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { findRun } from '../find-run.ts';

interface Asked {
  readonly run: string;
  readonly kind: CommandKind;
  readonly data?: Json;
  /** What is said once it was asked: `Pausing`. */
  readonly saying: string;
  readonly json: boolean;
}

/** Asks the owner of a run for something, whichever process that is. Does not wait for it to happen. */
export async function ask({ run: argument, kind, data, saying, json }: Asked, { output }: Context): Promise<ExitCode> {
  const store = openStore({ dataFolder: findDataFolder() });
  try {
    const run = findRun(store.runs, argument);
    if (run.finishedAt !== null) throw new UsageError(`run ${run.id} has finished already: it ${run.status}`);
    if (run.ownerId !== null && !store.owners.isAlive(run.ownerId)) {
      throw new UsageError(`the process that ran ${run.id} is gone: \`chronum resume ${run.id}\` goes on with it`);
    }
    const command = { id: randomUUID(), runId: run.id, kind, at: new Date().toISOString(), by: 'terminal' };
    const isTaken = await store.commands.submit(data === undefined ? command : { ...command, data });
    if (!isTaken) throw new UsageError(`run ${run.id} has finished already`);
    if (json) await output.line(JSON.stringify({ runId: run.id, command: kind, id: command.id }));
    else await output.line(`${saying} ${run.flowName} (run ${run.id})`);
    return EXIT.succeeded;
  } finally {
    store.close();
  }
}
