import { nearest } from '../../core/base/nearest.ts';
import { BUILT_IN_EXPORTERS, type Exporter } from '../../core/export/index.ts';
import type { ChronumEvent } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import type { EventReader } from '../../main/ports/event-log.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { readStore } from '../read-store.ts';

const PAGE = 5_000;

/** Prints a run in a format for other programs. */
export async function exportRun(argument: string, format: string, context: Context): Promise<ExitCode> {
  const store = readStore();
  if (!store) throw new UsageError('nothing was run so far');
  try {
    const run = findRun(store.runs, argument);
    const exporter = exporterNamed(format, BUILT_IN_EXPORTERS);
    await context.output.write(await exporter.export(eventsOf(store.events, run.id)));
    return EXIT.succeeded;
  } finally {
    store.close();
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
