import type { Studio } from '../../main/app/studio.ts';
import type { RunSummary } from '../../main/ports/run-store.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { openStudio } from '../open-studio.ts';
import { cancelThenKill, watchSignals } from '../signals.ts';
import { exitCodeOf, type WatchedRun, watchRun } from './watch-run.ts';

export interface ResumeOptions {
  /** Every run whose process is gone. */
  readonly all: boolean;
  readonly json: boolean;
}

/** Goes on with runs whose process died, in this one. */
export async function resume(
  argument: string | undefined,
  options: ResumeOptions,
  context: Context,
): Promise<ExitCode> {
  const { output } = context;
  if ((argument === undefined) !== options.all) throw new UsageError('name a run, or --all for every interrupted one');
  const studio = await openStudio(context);
  const signals = watchSignals(cancelThenKill(studio.engine, output));
  try {
    const runs = argument === undefined ? interrupted(studio) : [findRun(studio.store.runs, argument)];
    if (runs.length === 0) {
      output.complain('No run is interrupted.');
      return EXIT.succeeded;
    }
    const ends: WatchedRun[] = [];
    for (const run of runs) {
      if (await studio.engine.resume(run.id)) ends.push(await watch(studio, run, options.json, context));
      else if (argument !== undefined) throw new UsageError(whyNot(run));
    }
    const codes = ends.map((end) => exitCodeOf(end, signals.wasCancelled()));
    return codes.find((code) => code !== EXIT.succeeded) ?? EXIT.succeeded;
  } finally {
    signals.stop();
    await studio.close();
  }
}

const watch = ({ store, logs }: Studio, { id, seq }: RunSummary, json: boolean, { output }: Context) =>
  // What happened before is history: `chronum show` tells it.
  watchRun({ log: store.events, logs, runId: id, output, json, afterSeq: json ? seq : 0, quietUntil: seq });

const interrupted = ({ store }: Studio): RunSummary[] =>
  store.runs.unfinished().filter(({ ownerId }) => ownerId === null || !store.owners.isAlive(ownerId));

const whyNot = ({ id, status, finishedAt }: RunSummary): string =>
  finishedAt === null
    ? `run ${id} is going on in another process: \`chronum logs ${id} -f\` follows it`
    : `run ${id} has finished already: it ${status}`;
