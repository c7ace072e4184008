import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommanderError } from 'commander';
import { EXIT, type ExitCode, UsageError } from './exit-code.ts';
import { createOutput } from './output/output.ts';
import { createProgram } from './program.ts';

/** This file is `out/cli/index.mjs` when built and `src/cli/index.ts` as source: the helper lies beside in the same form. */
const here = import.meta.dirname;
const isSource = import.meta.filename.endsWith('.ts');
const root = dirname(dirname(here));
const helper = join(dirname(here), 'helper', isSource ? 'index.ts' : 'index.cjs');

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const environment = { ...process.env };
const output = createOutput(environment);
const cwd = environment.INIT_CWD ?? process.cwd();

/** Resolves to what the process is to end with. */
async function main(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.succeeded;
  const context = { output, cwd, environment, root, helper };
  const program = createProgram({
    context,
    version,
    ended: (ending) => {
      code = ending;
    },
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has said what is wrong already, or has shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.succeeded : EXIT.invalid;
    if (error instanceof UsageError) {
      output.complain(`chronum: ${error.message}`);
      return EXIT.invalid;
    }
    output.complain(`chronum: ${explain(error)}`);
    return EXIT.failed;
  }
}

/** Errors of the store have words for a person; of any other the place is of interest. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'StoreUnavailable' ? error.message : (error.stack ?? error.message);
}

process.exitCode = await main(process.argv.slice(2));
