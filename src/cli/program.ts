import { Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-code.ts';
import { addScheduleCommands } from './schedule-program.ts';
import { addSecretCommands } from './secret-commands.ts';

interface ProgramOptions {
  readonly context: Context;
  readonly version: string;
  /** Told what a command ended with. */
  readonly ended: (code: ExitCode) => void;
}

type Params = Readonly<Record<string, string>>;

/** The commands, their options and their help. What they do is loaded when one is called. */
export function createProgram({ context, version, ended }: ProgramOptions): Command {
  const program = new Command('chronum')
    .description('Runs flows, and shows what ran: the same engine and history as Chronum Studio.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .showHelpAfterError('(chronum --help shows what there is)')
    .configureOutput({ outputError: (text, write) => write(`chronum: ${text.replace(/^error: /, '')}`) })
    .exitOverride();

  program
    .command('run')
    .summary('run a flow file to its end')
    .description(
      'Runs a flow file, or the chronum.yaml of a folder, to its end. To name the file is to trust it: no workspace has to be trusted for this.\n\n' +
        'Ctrl-C cancels the steps, a second one kills them. Exit code: 0 succeeded, 1 failed, 2 wrong use or invalid flow, 130 cancelled.',
    )
    .argument('<file>', 'flow file or folder')
    .option('-p, --param <name=value>', 'value of a parameter; may be given again', collectParam, {})
    .option('--max-parallel <n>', "attempts at once, in place of the flow's own", positiveNumber)
    .option('--only <step>', 'run this step and no other that is not named too; may be given again', collect)
    .option('--json', 'print the events of the run, one a line, and nothing else', false)
    .action(async (file: string, options) => {
      const { run } = await import('./commands/run.ts');
      ended(await run(file, options, context));
    });

  program
    .command('validate')
    .summary('check flow files without running anything')
    .argument('<file...>', 'flow files, or folders with some')
    .option('--json', 'print what was found as an array', false)
    .action(async (files: string[], options) => {
      const { validate } = await import('./commands/validate.ts');
      ended(await validate(files, options, context));
    });

  program
    .command('list')
    .summary('list the last runs')
    .option('--limit <n>', 'how many', positiveNumber, 20)
    .option('--json', 'print an array', false)
    .action(async (options) => {
      const { list } = await import('./commands/list.ts');
      ended(await list(options, context));
    });

  program
    .command('show')
    .summary('show how a run went, step by step')
    .argument('<run>', 'id of a run, a beginning of it that no other has, or `last`')
    .option('--json', 'print its state as an object', false)
    .action(async (id: string, options) => {
      const { show } = await import('./commands/show.ts');
      ended(await show(id, options, context));
    });

  program
    .command('logs')
    .summary('print what steps printed')
    .argument('<run>', 'id of a run, a beginning of it, or `last`')
    .argument('[step]', 'id of a step; all of them without')
    .option('-f, --follow', 'go on until the run has finished', false)
    .action(async (id: string, step: string | undefined, options) => {
      const { logs } = await import('./commands/logs.ts');
      ended(await logs(id, { ...options, step }, context));
    });

  program
    .command('cancel')
    .summary('cancel a run or a step of one, in whichever process it runs')
    .argument('<run>', 'id of a run, a beginning of it, or `last`')
    .argument('[step]', 'id of a step, an instance or a group: only this one')
    .option('--json', 'print how it ended as an object', false)
    .action(async (id: string, step: string | undefined, { json }) => {
      const { cancel } = await import('./commands/cancel.ts');
      ended(await cancel(id, { step, json }, context));
    });

  program
    .command('resume')
    .summary('go on with a run whose process died')
    .argument('[run]', 'id of a run, a beginning of it, or `last`')
    .option('--all', 'every interrupted run', false)
    .option('--json', 'print the events from here on, one a line, and nothing else', false)
    .action(async (id: string | undefined, options) => {
      const { resume } = await import('./commands/resume.ts');
      ended(await resume(id, options, context));
    });

  const asking = (name: 'pause' | 'continue' | 'approve' | 'reject', summary: string) =>
    program
      .command(name)
      .summary(summary)
      .argument('<run>', 'id of a run, a beginning of it, or `last`')
      .option('--json', 'print what was asked as an object', false);
  asking('pause', 'start nothing more of a run until it is resumed').action(async (run: string, { json }) => {
    const { ask } = await import('./commands/ask.ts');
    ended(await ask({ run, kind: 'pause', saying: 'Pausing', json }, context));
  });
  asking('continue', 'go on from a breakpoint')
    .argument('[step]', 'the step that is held; every one without')
    .action(async (run: string, step: string | undefined, { json }) => {
      const { ask } = await import('./commands/ask.ts');
      const data = step === undefined ? {} : { stepId: step };
      ended(await ask({ run, kind: 'continue', data, saying: 'Continuing', json }, context));
    });
  for (const kind of ['approve', 'reject'] as const) {
    asking(kind, `${kind} a step that waits for a person`)
      .argument('<step>', 'id of the step')
      .option('-m, --comment <text>', 'what the history is to say')
      .action(async (run: string, stepId: string, { json, comment }) => {
        const { ask } = await import('./commands/ask.ts');
        const data = comment === undefined ? { stepId } : { stepId, comment };
        ended(await ask({ run, kind, data, saying: kind === 'approve' ? 'Approving' : 'Rejecting', json }, context));
      });
  }

  program
    .command('input')
    .summary('type into a step that runs on a terminal (`tty: true`)')
    .description(
      'Types a line into the terminal of a step, in whichever process it runs. Without a text, standard input is typed as it is.',
    )
    .argument('<run>', 'id of a run, a beginning of it, or `last`')
    .argument('<step>', 'id of the step')
    .argument('[text]', 'the line; Enter is added')
    .option('--columns <n>', 'tell the step how wide its terminal is now', positiveNumber)
    .option('--rows <n>', 'and how high', positiveNumber)
    .option('--json', 'print what was asked as an object', false)
    .action(async (run: string, step: string, text: string | undefined, options) => {
      const { input } = await import('./commands/input.ts');
      ended(await input(run, { ...options, step, text }, context));
    });

  program
    .command('retry')
    .summary('run a finished run again, whole or in part, as a new run')
    .argument('<run>', 'id of a run, a beginning of it, or `last`')
    .option('--failed', 'only what did not succeed, and what needs it', false)
    .option('--from <step>', 'only this step, or instance of one, and what needs it')
    .option('--only <step>', 'only this step, with what those before it left; may be given again', collect)
    .option('--edited', 'the flow file as it is now, in place of what was recorded', false)
    .option('-p, --param <name=value>', 'another value of a parameter; may be given again', collectParam, {})
    .option('--json', 'print the events of the run, one a line, and nothing else', false)
    .action(async (run: string, options) => {
      const { retry } = await import('./commands/retry.ts');
      ended(await retry(run, options, context));
    });

  program
    .command('dry-run')
    .summary('show what a flow would do, in which order, and run nothing')
    .argument('<file>', 'flow file or folder')
    .option('-p, --param <name=value>', 'value of a parameter; may be given again', collectParam, {})
    .option('--json', 'print an object', false)
    .action(async (file: string, options) => {
      const { dryRun } = await import('./commands/dry-run.ts');
      ended(await dryRun(file, options, context));
    });

  program
    .command('graph')
    .summary('write the graph of a flow for other programs to draw')
    .argument('<file>', 'flow file or folder')
    .addOption(new Option('--format <format>', 'notation').choices(['mermaid', 'dot', 'json']).default('mermaid'))
    .option('--json', 'the same as --format json', false)
    .action(async (file: string, { format, json }) => {
      const { graph } = await import('./commands/graph.ts');
      ended(await graph(file, json ? 'json' : format, context));
    });

  program
    .command('events')
    .summary('print the log of a run, event by event')
    .argument('<run>', 'id of a run, a beginning of it, or `last`')
    .option('-f, --follow', 'go on until the run has finished', false)
    .option('--json', 'one object a line', false)
    .action(async (run: string, options) => {
      const { events } = await import('./commands/events.ts');
      ended(await events(run, options, context));
    });

  program
    .command('doctor')
    .summary('check what runs need, and say what is missing')
    .description('Checks this machine and the data folder. Exit code: 0 flows can run, 1 something is broken.')
    .option('--json', 'print the findings as an array', false)
    .action(async (options) => {
      const { doctor } = await import('./commands/doctor.ts');
      ended(await doctor(options, context));
    });

  addSecretCommands({ program, context, ended });
  program
    .command('trust')
    .summary('trust a workspace, and let the code that it has now run')
    .description(
      'Trusts a folder of flows on this machine. Its configuration, its plug-ins and its TypeScript flows run as they are now; what is new or changed later runs nothing until this is asked again.',
    )
    .argument('[folder]', 'the workspace', '.')
    .option('--show', 'only show what code is new or changed', false)
    .option('--json', 'print an object, with the text of the code', false)
    .action(async (folder: string, options) => {
      const { trust } = await import('./commands/trust.ts');
      ended(await trust(folder, options, context));
    });

  program
    .command('export')
    .summary('print a run in a format for other programs')
    .argument('<run>', 'id of a run, a beginning of it, or `last`')
    .option('--format <name>', 'json, junit, prometheus, or one of a plug-in', 'json')
    .action(async (run: string, { format }) => {
      const { exportRun } = await import('./commands/export.ts');
      ended(await exportRun(run, format, context));
    });

  addScheduleCommands(program, { context, ended });

  return program;
}

function collectParam(text: string, before: Params): Params {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be like `name=value`.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

function positiveNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return number;
}
