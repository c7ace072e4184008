import type { RerunScope } from '../../core/run/reuse.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { openStudio } from '../open-studio.ts';
import { told } from '../output/diagnostics.ts';
import { cancelThenKill, watchSignals } from '../signals.ts';
import { exitCodeOf, watchRun } from './watch-run.ts';

export interface RetryOptions {
  readonly from?: string;
  readonly failed: boolean;
  readonly only?: readonly string[];
  readonly edited: boolean;
  readonly param: Readonly<Record<string, string>>;
  readonly json: boolean;
}

/** Runs a finished run again, whole or in part, as a new run in this process. */
export async function retry(argument: string, options: RetryOptions, context: Context): Promise<ExitCode> {
  const { output } = context;
  const { from, only, failed } = options;
  if ([from !== undefined, only !== undefined, failed].filter(Boolean).length > 1)
    throw new UsageError('choose one of --from, --failed and --only');
  const studio = await openStudio(context);
  const signals = watchSignals(cancelThenKill(studio.engine, output));
  try {
    const run = findRun(studio.store.runs, argument);
    const started = await studio.rerun({
      runId: run.id,
      scope: scopeOf(options),
      params: options.param,
      edited: options.edited,
      environment: studio.environment,
      needsTrust: false,
    });
    if (!started.ok) {
      const { problems, diagnostics } = started.error;
      const lines = diagnostics?.map((found) => told(found, run.file, output.errorStyle)) ?? problems;
      for (const line of lines) output.complain(line);
      output.complain(output.errorStyle.red(`run ${run.id} was not run again.`));
      return EXIT.invalid;
    }
    const { runId } = started.value;
    const end = await watchRun({ log: studio.store.events, logs: studio.logs, runId, output, json: options.json });
    return exitCodeOf(end, signals.wasCancelled());
  } finally {
    signals.stop();
    await studio.close();
  }
}

function scopeOf({ from, failed, only }: RetryOptions): RerunScope {
  if (from !== undefined) return { kind: 'from', stepId: from };
  if (only !== undefined) return { kind: 'only', stepIds: only };
  return { kind: failed ? 'failed' : 'all' };
}
