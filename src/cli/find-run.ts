import type { RunStore, RunSummary } from '../main/ports/run-store.ts';
import { UsageError } from './exit-code.ts';

/** The run that an argument names: its id, a beginning of it that no other run has, or `last`. */
export function findRun(runs: Pick<RunStore, 'list' | 'find'>, argument: string): RunSummary {
  const run = argument === 'last' ? runs.list({}, { limit: 1 }).runs[0] : runs.find(argument);
  if (run) return run;
  if (argument === 'last') throw new UsageError('nothing was run so far');
  const alike = runs.list({ text: argument }, { limit: 50 }).runs.filter(({ id }) => id.startsWith(argument));
  if (alike.length === 0) throw new UsageError(`there is no run ${argument}: \`chronum list\` shows what there is`);
  const some = alike.slice(0, 3).map(({ id }) => id);
  throw new UsageError(
    `${argument} is the beginning of more than one run: ${some.join(', ')}${alike.length > 3 ? ', ..' : ''}`,
  );
}
