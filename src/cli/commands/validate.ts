import { type Diagnostic, isError } from '../../core/base/diagnostic.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { createFlowReader } from '../flow-reader.ts';
import { flowFilesAt } from '../locate-flow.ts';
import { pathFrom, told } from '../output/diagnostics.ts';
import { count } from '../output/words.ts';

export interface ValidateOptions {
  readonly json: boolean;
}

/** Checks flow files without running anything. */
export async function validate(
  files: readonly string[],
  { json }: ValidateOptions,
  context: Context,
): Promise<ExitCode> {
  const { output, cwd } = context;
  const paths = (await Promise.all(files.map((file) => flowFilesAt(file, cwd)))).flat();
  const reader = createFlowReader(context);
  const found: Diagnostic[] = [];
  try {
    for (const path of new Set(paths)) {
      const name = pathFrom(cwd, path);
      const { flow, diagnostics } = await reader.read(path, name);
      found.push(...diagnostics);
      if (!json) await tell(name, flow?.steps.length, diagnostics, context);
    }
  } finally {
    await reader.close();
  }
  if (json) await output.line(JSON.stringify(found.map(asJson), null, 2));
  return found.some(isError) ? EXIT.invalid : EXIT.succeeded;
}

const asJson = ({ code, severity, message, file, line, column, path }: Diagnostic) => ({
  code,
  severity,
  message,
  file,
  line,
  column,
  path,
});

async function tell(
  name: string,
  steps: number | undefined,
  diagnostics: readonly Diagnostic[],
  { output }: Context,
): Promise<void> {
  const { style } = output;
  for (const diagnostic of diagnostics) await output.line(told(diagnostic, name, style));
  const errors = diagnostics.filter(isError).length;
  const warnings = diagnostics.length - errors;
  const also = warnings > 0 ? `, ${count(warnings, 'warning')}` : '';
  if (errors > 0) await output.line(`${style.red('✗')} ${name}: ${count(errors, 'error')}${also}`);
  else await output.line(`${style.green('✓')} ${name}: ${count(steps ?? 0, 'step')}${also}`);
}
