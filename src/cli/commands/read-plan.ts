import { compileFlow } from '../../core/run/compile.ts';
import { type Params, resolveParams } from '../../core/run/params.ts';
import type { Plan } from '../../core/run/plan.ts';
import type { Context } from '../context.ts';
import { createFlowReader } from '../flow-reader.ts';
import { flowFileAt } from '../locate-flow.ts';
import { pathFrom, told } from '../output/diagnostics.ts';

export interface ReadPlan {
  readonly path: string;
  readonly plan: Plan;
  readonly params: Params;
}

/** The plan of a flow file, without opening any store; null after telling what is wrong with it. */
export async function readPlan(file: string, given: Params | null, context: Context): Promise<ReadPlan | null> {
  const { cwd, output } = context;
  const path = await flowFileAt(file, cwd);
  const name = pathFrom(cwd, path);
  const reader = createFlowReader(context);
  const reading = await reader.read(path, name).finally(reader.close);
  for (const diagnostic of reading.diagnostics) output.complain(told(diagnostic, name, output.errorStyle));
  if (reading.flow === null) return null;
  const plan = compileFlow(reading.flow, { lines: reading.lines.steps });
  if (given === null) return { path, plan, params: {} };
  const params = resolveParams(reading.flow.params, given);
  if (params.ok) return { path, plan, params: params.value };
  for (const problem of params.error) output.complain(problem.message);
  return null;
}
