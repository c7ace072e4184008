import type { RunStatus } from '../../core/run/event.ts';
import type { RunState, StepState } from '../../core/run/state.ts';
import type { LogStore } from '../../main/ports/log-store.ts';
import { type Output, stepLine } from './output.ts';
import { aboutStep, colourOf, counted, elapsed, elapsedBetween, markOf } from './words.ts';

/** So many failed steps are shown with the end of their output, and so many lines of it. */
const MOST_TAILS = 5;
const TAIL_LINES = 10;
const TAIL_BYTES = 16 * 1024;
/** A longer list of steps helps nobody: then only those that need attention stand there. */
const MOST_ROWS = 40;

/** What a run came to: a row a step, what failed with the end of its output, and the whole in one line. */
export async function printSummary(
  run: RunState,
  logs: Pick<LogStore, 'read'>,
  output: Output,
  status: RunStatus = run.status,
): Promise<void> {
  const { style } = output;
  const all = [...run.steps.values()].filter((step) => step.status !== 'pending');
  const shown = all.length <= MOST_ROWS ? all : all.filter(({ status }) => status !== 'succeeded');
  const width = Math.max(0, ...shown.slice(0, MOST_ROWS).map(({ id }) => id.length));
  await output.line('');
  for (const step of shown.slice(0, MOST_ROWS)) {
    const words = wordsAbout(step);
    const line = `  ${markOf(step.status, style)} ${step.id.padEnd(width)}  ${style.dim(duration(step).padStart(8))}`;
    await output.line(words ? `${line}  ${colourOf(step.status, style)(words)}` : line);
  }
  if (shown.length > MOST_ROWS) await output.line(style.dim(`  and ${shown.length - MOST_ROWS} more`));

  const failed = all.filter(({ status, attempts }) => status === 'failed' && attempts.length > 0);
  for (const step of failed.slice(0, MOST_TAILS)) await printTail(run, step, logs, output);
  await output.line('');
  await output.line(verdict(run, status, output));
}

function verdict(run: RunState, status: RunStatus, { style }: Output): string {
  const took = run.startedAt && run.finishedAt ? ` in ${elapsedBetween(run.startedAt, run.finishedAt)}` : '';
  const counts = { succeeded: 0, failed: 0, skipped: 0, cancelled: 0 };
  for (const step of run.graph.steps) if (step.status in counts) counts[step.status as keyof typeof counts]++;
  const handlers = run.end?.handlersFailed ? style.red(' A handler failed.') : '';
  const words = colourOf(status, style)(`${run.flow.name} ${status}${took}`);
  return `${markOf(status, style)} ${style.bold(words)}: ${counted(counts)}.${handlers} ${style.dim(`run ${run.runId}`)}`;
}

/** What there is to say beyond the mark: nothing about a step that succeeded at once. */
const wordsAbout = (step: StepState): string | undefined =>
  step.status === 'succeeded' && step.reason === 'succeeded' && step.attempts.length < 2 ? undefined : aboutStep(step);

function duration({ startedAt, finishedAt }: StepState): string {
  return startedAt && finishedAt ? elapsed(Date.parse(finishedAt) - Date.parse(startedAt)) : '';
}

async function printTail(run: RunState, step: StepState, logs: Pick<LogStore, 'read'>, output: Output): Promise<void> {
  const { style } = output;
  const last = step.attempts.at(-1);
  if (!last) return;
  const key = { runId: run.runId, stepId: step.id, branch: last.branch, attempt: last.attempt };
  const chunks = await logs.read(key, { from: -TAIL_BYTES }).catch(() => []);
  const text = Buffer.concat(chunks.map(({ bytes }) => bytes)).toString('utf8');
  const lines = text.trimEnd().split('\n');
  await output.line('');
  if (text.trim() === '') {
    await output.line(`${style.red(step.id)} printed nothing.`);
    return;
  }
  const isCut = lines.length > TAIL_LINES || (chunks[0]?.offset ?? 0) > 0;
  const whole = isCut ? style.dim(` (all of it: chronum logs ${run.runId} ${step.id})`) : '';
  await output.line(`${style.red(step.id)} ended with${whole}`);
  for (const line of lines.slice(-TAIL_LINES)) await output.line(`  ${style.dim('│')} ${stepLine(line, style)}`);
}
