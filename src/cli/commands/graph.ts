import { exportGraph, type GraphFormat } from '../../core/graph/export.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readPlan } from './read-plan.ts';

/** Writes the graph of a flow in a notation that others draw. */
export async function graph(file: string, format: GraphFormat, context: Context): Promise<ExitCode> {
  const read = await readPlan(file, null, context);
  if (read === null) return EXIT.invalid;
  await context.output.line(exportGraph(read.plan, format).trimEnd());
  return EXIT.succeeded;
}
