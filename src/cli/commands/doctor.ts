import { diagnose, type Finding } from '../../main/app/doctor/index.ts';
import { createProcesses } from '../../main/processes/index.ts';
import { findDataFolder } from '../../main/store/data-folder.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { helperOf } from '../helper-of.ts';

/** Says what this machine has of all that runs need, and what to do about the rest. */
export async function doctor({ json }: { readonly json: boolean }, context: Context): Promise<ExitCode> {
  const { output, environment, root } = context;
  const dataFolder = findDataFolder();
  const processes = createProcesses({ ...helperOf(context), dataFolder });
  const findings: Finding[] = [];
  try {
    for await (const finding of diagnose({ dataFolder, environment, ownFolder: root, processes })) {
      findings.push(finding);
      if (!json) await output.line(lineOf(finding));
    }
  } finally {
    await processes.close();
  }
  if (json) await output.line(JSON.stringify(findings, null, 2));
  const isBroken = findings.some(({ status }) => status === 'broken');
  if (!json) await output.line(isBroken ? '\nSomething is broken: see above.' : '\nFlows can run.');
  return isBroken ? EXIT.failed : EXIT.succeeded;

  function lineOf({ check, status, found, fix }: Finding): string {
    const { style } = output;
    const mark = { ok: style.green('✓'), limited: style.yellow('!'), broken: style.red('✗') }[status];
    const advice = fix === undefined || fix === '' ? '' : `\n${' '.repeat(15)}${style.bold(fix)}`;
    return `${mark} ${check.padEnd(12)} ${found}${advice}`;
  }
}
