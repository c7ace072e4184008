import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-code.ts';

interface Parts {
  readonly context: Context;
  readonly ended: (code: ExitCode) => void;
}

const OUTCOMES = ['fired', 'skipped', 'merged', 'deferred', 'missed'] as const;
const TRIGGER = ['--trigger <id>', 'one trigger, by its id or its place in the list (from 0)'] as const;

/** `chronum schedule ..` and `chronum daemon`. */
export function addScheduleCommands(program: Command, { context, ended }: Parts): void {
  const schedule = program
    .command('schedule')
    .summary('show, pause and fill in schedules')
    .description('Schedules are the triggers of flows in trusted workspaces. The app fires them, or `chronum daemon`.')
    .helpCommand('help [command]', 'show help of a command');

  schedule
    .command('list')
    .summary('list all schedules: how each stands, when it fires next')
    .option('--json', 'print an object', false)
    .action(async (options) => {
      const { list } = await import('./commands/schedule/list.ts');
      ended(await list(options, context));
    });

  schedule
    .command('next')
    .summary('say when the triggers of a flow file fire next')
    .argument('<file>', 'flow file or folder')
    .option('--count <n>', 'how many, of all triggers together', wholeFrom(1, 10_000), 10)
    .option('--from <time>', 'strictly after this, in place of now')
    .option('--zone <name>', 'time zone of triggers that name none, in place of the machine’s')
    .option('--json', 'print an array of instants (RFC 3339 with offset) and places of triggers', false)
    .action(async (file: string, options) => {
      const { next } = await import('./commands/schedule/next.ts');
      ended(await next(file, options, context));
    });

  schedule
    .command('ledger')
    .summary('show what became of instants that were due: fired, skipped, merged, deferred, missed, and why')
    .argument('[file]', 'flow file or folder; all without')
    .option(...TRIGGER)
    .addOption(new Option('--outcome <name...>', 'only these').choices([...OUTCOMES]).default([]))
    .option('--from <time>', 'due then or later')
    .option('--to <time>', 'due then or before')
    .option('--zone <name>', 'show times by this zone, in place of the machine’s')
    .option('--limit <n>', 'how many rows', wholeFrom(1, 100_000), 50)
    .option('--json', 'print an array', false)
    .action(async (file: string | undefined, options) => {
      const { ledger } = await import('./commands/schedule/ledger.ts');
      ended(await ledger(file, options, context));
    });

  for (const what of ['pause', 'resume'] as const) {
    schedule
      .command(what)
      .summary(what === 'pause' ? 'hold schedules back' : 'let schedules go on')
      .argument('[file]', 'the schedules of this flow file')
      .option('--label <name>', 'those of flows with this label')
      .option('--all', 'all of them', false)
      .option(...TRIGGER)
      .option('--json', 'print an object', false)
      .action(async (file: string | undefined, options) => {
        const { pauseOrResume } = await import('./commands/schedule/pause.ts');
        ended(await pauseOrResume(what, file, options, context));
      });
  }

  schedule
    .command('backfill')
    .summary('run a flow for instants of the past')
    .description(
      'Runs the flow for each instant of the range that has no run yet, oldest first, one after the other, in this process. ' +
        'Each run knows the instant it is for (`trigger.scheduledAt`).',
    )
    .argument('<file>', 'flow file or folder')
    .requiredOption('--from <time>', 'the first instant, itself included')
    .option('--to <time>', 'the last instant, itself included; now without')
    .option(...TRIGGER)
    .option('--again', 'also those that have a run', false)
    .option('--dry-run', 'list what would be run, and run nothing', false)
    .option('--json', 'print an array', false)
    .action(async (file: string, options) => {
      const { backfill } = await import('./commands/schedule/backfill.ts');
      ended(await backfill(file, options, context));
    });

  schedule
    .command('arm')
    .summary('show triggers that are new or changed, and let them fire')
    .argument('[file]', 'flow file or folder; all without')
    .option('--yes', 'they have been seen: let them fire', false)
    .option('--trust', 'trust the workspace of the file', false)
    .option('--json', 'print an object', false)
    .action(async (file: string | undefined, options) => {
      const { arm } = await import('./commands/schedule/arm.ts');
      ended(await arm(file, options, context));
    });

  program
    .command('daemon')
    .summary('fire schedules without a window, until it is ended')
    .description(
      'One process fires: while the app or another daemon does, this one stands by, and takes over when that one ends.',
    )
    .option('--json', 'print a line of JSON whenever it begins to fire or stands by', false)
    .action(async (options) => {
      const { daemon } = await import('./commands/daemon.ts');
      ended(await daemon(options, context));
    });
}

const wholeFrom =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
