import { nearest } from '../../core/base/nearest.ts';
import { BUILT_IN_EXPORTERS, type Exporter } from '../../core/export/index.ts';
import type { ChronumEvent } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import type { EventReader } from '../../main/ports/event-log.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { openStudio } from '../open-studio.ts';
import { readStore } from '../read-store.ts';

const PAGE = 5_000;

/** Prints a run in a format for other programs. */
export async function exportRun(argument: string, format: string, context: Context): Promise<ExitCode> {
  const store = readStore();
  if (!store) throw new UsageError('nothing was run so far');
  try {
    const run = findRun(store.runs, argument);
    const events = eventsOf(store.events, run.id);
    const builtIn = BUILT_IN_EXPORTERS.get(format);
    const text = builtIn ? await builtIn.export(events) : await exportByPlugin(run.workspace, format, events, context);
    await context.output.write(text);
    return EXIT.succeeded;
  } finally {
    store.close();
  }
}

async function exportByPlugin(
  workspace: string,
  format: string,
  events: readonly ChronumEvent[],
  context: Context,
): Promise<string> {
  const studio = await openStudio(context);
  try {
    return await exporterNamed(format, await studio.exporters(workspace)).export(events);
  } finally {
    await studio.close();
  }
}

function exporterNamed(format: string, exporters: ReadonlyMap<string, Exporter>): Exporter {
  const found = exporters.get(format);
  if (found !== undefined) return found;
  const names = [...exporters.keys()];
  const guess = nearest(format, names);
  const hint = guess === undefined ? `there are ${names.join(', ')}` : `did you mean ${guess}?`;
  throw new UsageError(`there is no exporter \`${format}\`: ${hint}`);
}

function eventsOf(events: EventReader, runId: string): ChronumEvent[] {
  const all: ChronumEvent[] = [];
  for (;;) {
    const page = events.read(runStream(runId), all.at(-1)?.seq ?? 0, PAGE);
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}
