import type { Command } from 'commander';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-code.ts';

interface Parts {
  readonly program: Command;
  readonly context: Context;
  readonly ended: (code: ExitCode) => void;
}

/** `chronum secrets ..`. Values are typed unseen or come by a pipe: arguments can be seen by everybody on the machine. */
export function addSecretCommands({ program, context, ended }: Parts): void {
  const secrets = program
    .command('secrets')
    .summary('store what flows read as secrets, encrypted')
    .description(
      'One encrypted store for the app, this command and the daemon. A run looks for a secret in the environment, then in the dotenv files that its flow names, then here.',
    );

  secrets
    .command('set')
    .summary('store a secret; its value is asked for')
    .argument('<name>', 'as flows name it')
    .option('--from-stdin', 'read the value from standard input', false)
    .option('--json', 'print what was done as an object', false)
    .action(async (name: string, options) => {
      const { setSecret } = await import('./commands/secrets.ts');
      ended(await setSecret(name, options, context));
    });

  secrets
    .command('list')
    .summary('list the names of the secrets')
    .option('--json', 'print names and state as an object', false)
    .action(async (options) => {
      const { listSecrets } = await import('./commands/secrets.ts');
      ended(await listSecrets(options, context));
    });

  secrets
    .command('remove')
    .summary('remove a secret')
    .argument('<name>')
    .option('--json', 'print what was done as an object', false)
    .action(async (name: string, options) => {
      const { removeSecret } = await import('./commands/secrets.ts');
      ended(await removeSecret(name, options, context));
    });

  secrets
    .command('protect')
    .summary('choose what opens the store')
    .option('--passphrase', 'one that is asked for where it is needed, or given in CHRONUM_PASSPHRASE', false)
    .option('--key-file', 'a file that only you can read: every process of yours opens the store by itself', false)
    .option('--from-stdin', 'read the new passphrase from standard input', false)
    .option('--json', 'print what opens it now as an object', false)
    .action(async (options) => {
      const { protectSecrets } = await import('./commands/secrets.ts');
      ended(await protectSecrets(options, context));
    });
}
