import { join } from 'node:path';
import { runStream } from '../../core/run/event.ts';
import { explainRun } from '../../core/run/explain.ts';
import { fold } from '../../core/run/fold.ts';
import type { RunState, StepState } from '../../core/run/state.ts';
import type { EventReader } from '../../main/ports/event-log.ts';
import type { RunSummary } from '../../main/ports/run-store.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { printSummary } from '../output/run-summary.ts';
import { readStore } from '../read-store.ts';

const PAGE = 5_000;

/** Shows how a run went, or stands. */
export async function show(
  argument: string,
  { json }: { readonly json: boolean },
  { output }: Context,
): Promise<ExitCode> {
  const store = readStore();
  if (!store) throw new UsageError('nothing was run so far');
  try {
    const found = findRun(store.runs, argument);
    const summary = { ...found, status: store.statusOf(found) };
    const run = readRun(store.events, summary.id);
    if (json) await output.line(JSON.stringify(asJson(summary, run), null, 2));
    else {
      await output.line(
        `${output.style.bold(summary.flowName)} ${output.style.dim(join(summary.workspace, summary.file))}`,
      );
      await output.line(
        explainRun({ ...summary, reason: summary.reason ?? undefined, failed: run.graph.failed.map(({ id }) => id) }),
      );
      await printSummary(run, store.logs, output, summary.status);
    }
    return EXIT.succeeded;
  } finally {
    store.close();
  }
}

/** The run as its events tell it. */
export function readRun(log: EventReader, runId: string): RunState {
  let run: RunState | undefined;
  for (let after = 0; ; ) {
    const events = log.read(runStream(runId), after, PAGE);
    for (const event of events) run = fold(run, event);
    after = events.at(-1)?.seq ?? after;
    if (events.length < PAGE) break;
  }
  if (!run) throw new UsageError(`the events of run ${runId} are gone`);
  return run;
}

const asJson = (summary: RunSummary, run: RunState) => ({
  id: run.runId,
  flow: run.flow.name,
  file: join(run.flow.workspace, run.flow.file),
  // An owner that died has left no event: the list knows of it.
  status: summary.status,
  reason: summary.reason,
  trigger: run.trigger.type,
  params: run.params,
  createdAt: run.createdAt,
  startedAt: run.startedAt ?? null,
  finishedAt: run.finishedAt ?? null,
  outputs: run.end?.outputs ?? {},
  steps: Object.fromEntries([...run.steps.values()].map((step) => [step.id, stepAsJson(step)])),
});

const stepAsJson = (step: StepState) => ({
  status: step.status,
  reason: step.reason ?? null,
  attempts: step.attempts.length,
  exitCode: step.attempts.at(-1)?.exitCode ?? null,
  outputs: step.outputs ?? {},
  startedAt: step.startedAt ?? null,
  finishedAt: step.finishedAt ?? null,
});
