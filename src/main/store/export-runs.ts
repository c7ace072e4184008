import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { type ListedRun, runListWriter } from '../../core/export/run-list.ts';
import { StoreUnavailable } from '../ports/event-log.ts';
import type { ExportQuestion } from '../ports/run-queries.ts';
import type { RunReader, RunSummary } from '../ports/run-store.ts';

const PAGE = 500;

/** Writes the list into its file, page by page. Returns how many runs it has. */
export function exportRuns(runs: Pick<RunReader, 'list' | 'get'>, question: ExportQuestion): number {
  const { format, path } = question;
  const writer = runListWriter(format);
  const temporary = `${path}.${process.pid}.new`;
  try {
    const file = openSync(temporary, 'w');
    let written = 0;
    try {
      writeSync(file, writer.head);
      for (const page of pagesOf(runs, question)) {
        writeSync(file, page.map((run, index) => writer.row(listed(run), written + index)).join(''));
        written += page.length;
      }
      writeSync(file, writer.tail);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    return written;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw unwritable(path, error);
  }
}

function* pagesOf(
  runs: Pick<RunReader, 'list' | 'get'>,
  { filter, runIds }: Pick<ExportQuestion, 'filter' | 'runIds'>,
): Generator<readonly RunSummary[]> {
  if (runIds !== undefined) {
    for (const runId of runIds) {
      const run = runs.get(runId);
      if (run !== null) yield [run];
    }
    return;
  }
  let before: string | undefined;
  do {
    const page = runs.list(filter, before === undefined ? { limit: PAGE } : { limit: PAGE, before });
    yield page.runs;
    before = page.next ?? undefined;
  } while (before !== undefined);
}

function listed(run: RunSummary): ListedRun {
  const { startedAt, finishedAt, counts } = run;
  return {
    id: run.id,
    flow: run.flowName,
    workspace: run.workspace,
    file: run.file,
    status: run.status,
    reason: run.reason,
    trigger: run.trigger.type,
    labels: run.labels,
    createdAt: run.createdAt,
    startedAt,
    finishedAt,
    durationMs: startedAt === null || finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt),
    steps: run.stepCount,
    ...counts,
    rerunOf: run.rerunOf,
    pinned: run.pinned,
  };
}

function unwritable(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined || code === undefined) return error;
  const kind = code === 'ENOSPC' ? 'disk-full' : 'io';
  return new StoreUnavailable(kind, `${path} cannot be written (${code}). Choose another place, then export again.`, {
    cause: error,
  });
}
