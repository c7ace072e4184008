import { workspaceOf } from '../../main/app/workspaces/workspace-of.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { flowFileAt } from '../locate-flow.ts';
import { knownWorkspaces, openStudio } from '../open-studio.ts';
import { pathFrom, told } from '../output/diagnostics.ts';
import { cancelThenKill, watchSignals } from '../signals.ts';
import { exitCodeOf, watchRun } from './watch-run.ts';

export interface RunOptions {
  readonly param: Readonly<Record<string, string>>;
  readonly maxParallel?: number;
  /** Ids of the steps to run; all of them without. */
  readonly only?: readonly string[];
  readonly json: boolean;
}

/** Runs a flow file to its end in this process. Naming the file is the person's consent: no trust is asked for. */
export async function run(file: string, options: RunOptions, context: Context): Promise<ExitCode> {
  const { output, cwd } = context;
  const path = await flowFileAt(file, cwd);
  const studio = await openStudio(context);
  const { engine, store, logs } = studio;
  const signals = watchSignals(cancelThenKill(engine, output));
  try {
    const { workspace, file: relative } = workspaceOf(path, knownWorkspaces(studio));
    // To name the file is to trust it, also where it is a program.
    studio.code.allow(path);
    const started = await studio.startRun({
      workspace,
      file: relative,
      params: options.param,
      trigger: { type: 'cli' },
      environment: studio.environment,
      needsTrust: false,
      ...(options.maxParallel === undefined ? {} : { maxParallel: options.maxParallel }),
      ...(options.only === undefined ? {} : { only: options.only }),
    });
    const name = pathFrom(cwd, path);
    if (!started.ok) {
      const { problems, diagnostics } = started.error;
      const lines = diagnostics?.map((diagnostic) => told(diagnostic, name, output.errorStyle)) ?? problems;
      for (const line of lines) output.complain(line);
      output.complain(output.errorStyle.red(`${name} was not run.`));
      return EXIT.invalid;
    }
    const { runId, warnings } = started.value;
    for (const warning of warnings) output.complain(told(warning, name, output.errorStyle));
    // A signal that came before there was anything to cancel.
    if (signals.wasCancelled()) engine.cancelAll('terminal');
    const end = await watchRun({ log: store.events, logs, runId, output, json: options.json });
    return exitCodeOf(end, signals.wasCancelled());
  } finally {
    signals.stop();
    await studio.close();
  }
}
