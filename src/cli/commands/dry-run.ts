import { basename, dirname } from 'node:path';
import type { DryStep } from '../../core/run/dry-run.ts';
import { dryRunPlan } from '../../core/run/dry-run-plan.ts';
import { explainStep } from '../../core/run/explain.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readPlan } from './read-plan.ts';

export interface DryRunOptions {
  readonly param: Readonly<Record<string, string>>;
  readonly json: boolean;
}

/** Shows what a run would do, in which order, and runs nothing. */
export async function dryRun(file: string, { param, json }: DryRunOptions, context: Context): Promise<ExitCode> {
  const { output } = context;
  const read = await readPlan(file, param, context);
  if (read === null) return EXIT.invalid;
  const { name } = read.plan;
  const steps = dryRunPlan({
    flow: { id: '', name, workspace: dirname(read.path), file: basename(read.path) },
    plan: read.plan,
    params: read.params,
    trigger: { type: 'cli' },
    owner: { id: 'dry-run', kind: 'terminal', pid: 0 },
  });
  if (!steps.ok) {
    for (const problem of steps.error) output.complain(problem);
    return EXIT.invalid;
  }
  if (json) await output.line(JSON.stringify({ flow: name, params: read.params, steps: steps.value }, null, 2));
  else await print(name, steps.value, context);
  return EXIT.succeeded;
}

async function print(name: string, steps: readonly DryStep[], { output }: Context): Promise<void> {
  const { style } = output;
  await output.line(`${style.bold(name)} would run, at most:`);
  const running = steps.filter((step) => step.wave > 0).sort((a, b) => a.wave - b.wave);
  let wave = 0;
  for (const step of running) {
    if (step.wave !== wave) await output.line(style.dim(`${step.wave}.`));
    wave = step.wave;
    const waits = step.waits.length === 0 ? '' : style.dim(` after waiting for ${step.waits.join(', ')}`);
    const command = step.command === undefined ? '' : style.dim(`: ${firstLine(step.command)}`);
    await output.line(`   ${step.stepId} ${style.dim(`(${step.executor})`)}${command}${waits}`);
  }
  for (const { stepId, outcome, reason } of steps.filter((step) => step.outcome !== 'runs')) {
    const words = explainStep({ status: outcome as 'skipped' | 'failed', reason, attempts: 0 });
    await output.line(`   ${stepId} would not run. ${words}`);
  }
}

const firstLine = (text: string): string => {
  const [first = '', ...more] = text.trim().split('\n');
  return more.length === 0 ? first : `${first} ..`;
};
