import { randomUUID } from 'node:crypto';
import { findDataFolder } from '../../main/store/data-folder.ts';
import { openStore } from '../../main/store/open-store.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { stepOf } from '../find-step.ts';
import { readAllOfStdin } from '../prompt.ts';

export interface InputOptions {
  readonly step: string;
  /** Without one, standard input is typed. */
  readonly text: string | undefined;
  readonly columns?: number;
  readonly rows?: number;
  readonly json: boolean;
}

/** What Enter sends. */
const ENTER = '\r';

/** Types into the terminal of a step, whichever process it runs in. */
export async function input(argument: string, options: InputOptions, { output }: Context): Promise<ExitCode> {
  const { step, columns, rows, json } = options;
  if ((columns === undefined) !== (rows === undefined)) throw new UsageError('give --columns and --rows together');
  const isSizeOnly = options.text === undefined && columns !== undefined;
  const store = openStore({ dataFolder: findDataFolder() });
  try {
    const run = findRun(store.runs, argument);
    const { attempts, plan } = stepOf(store.events, run.id, step);
    const attempt = attempts.findLast(({ status }) => status === 'running');
    if (attempt === undefined) throw new UsageError(`${step} is not running: there is nobody to type for`);
    const body = plan.nodes.find((node) => node.kind === 'body' && node.branch === attempt.branch);
    if (body?.kind !== 'body' || !body.tty) {
      throw new UsageError(`${step} has no terminal to type into: give it \`tty: true\` in the flow`);
    }
    const text = isSizeOnly ? undefined : options.text === undefined ? await readAllOfStdin() : options.text + ENTER;
    const data = {
      stepId: step,
      branch: attempt.branch,
      attempt: attempt.attempt,
      ...(text === undefined ? {} : { text }),
      ...(columns === undefined || rows === undefined ? {} : { columns, rows }),
    };
    const command = { id: randomUUID(), runId: run.id, kind: 'input' as const, at: new Date().toISOString() };
    const isTaken = await store.commands.submit({ ...command, by: 'terminal', data });
    if (!isTaken) throw new UsageError(`run ${run.id} has finished already`);
    if (json) await output.json({ runId: run.id, stepId: step, id: command.id });
    else await output.line(`Typed into ${step} of ${run.flowName} (run ${run.id})`);
    return EXIT.succeeded;
  } finally {
    store.close();
  }
}
