import { openSecrets } from '../../main/app/open-secrets.ts';
import { PASSPHRASE_VARIABLE } from '../../main/app/secret-lookup.ts';
import { SecretRefused, type SecretStore, SecretsUnavailable } from '../../main/ports/secret-store.ts';
import { findDataFolder } from '../../main/store/data-folder.ts';
import { storePaths } from '../../main/store/paths.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { count } from '../output/words.ts';
import { askHidden, canAsk, readStdin } from '../prompt.ts';

interface Json {
  readonly json: boolean;
}

const open = ({ environment }: Context): SecretStore =>
  openSecrets(storePaths(findDataFolder()), environment, { askPassphrase });

/** For a store that is locked; null where nobody can be asked. */
export const askPassphrase = async (): Promise<string | null> =>
  canAsk() ? askHidden('Passphrase of the secrets: ') : null;

/** Refusals are the person's to put right; a store that cannot be used is a failure. */
async function told(context: Context, work: () => Promise<void>): Promise<ExitCode> {
  try {
    await work();
    return EXIT.succeeded;
  } catch (error) {
    if (error instanceof SecretRefused) throw new UsageError(error.message);
    if (!(error instanceof SecretsUnavailable)) throw error;
    context.output.complain(`chronum: ${error.message}`);
    return EXIT.failed;
  }
}

export async function setSecret(
  name: string,
  { fromStdin, json }: Json & { readonly fromStdin: boolean },
  context: Context,
): Promise<ExitCode> {
  const { output } = context;
  return told(context, async () => {
    const store = open(context);
    // Before anybody types a value for nothing.
    store.checkProtection();
    const value = await given(`Value of ${name}: `, fromStdin);
    const isNew = !store.names().includes(name);
    await store.set(name, value);
    if (json) await output.json({ name, isNew });
    else await output.line(`${name} is ${isNew ? 'stored' : 'replaced'}.`);
  });
}

export async function listSecrets({ json }: Json, context: Context): Promise<ExitCode> {
  const { output } = context;
  return told(context, async () => {
    const store = open(context);
    const { status, protections, problem } = store.state();
    const names = status === 'damaged' ? [] : store.names();
    if (json) await output.json({ status, protections, names, ...(problem === undefined ? {} : { problem }) });
    if (status === 'damaged') throw new SecretsUnavailable('damaged', problem ?? 'The secrets cannot be read.');
    if (json) return;
    for (const name of names) await output.line(name);
    if (names.length === 0) output.complain('No secrets are stored: `chronum secrets set NAME` stores one.');
    else output.complain(`${count(names.length, 'secret')}, opened by ${protections.join(' or ')}.`);
  });
}

export async function removeSecret(name: string, { json }: Json, context: Context): Promise<ExitCode> {
  const { output } = context;
  return told(context, async () => {
    const isRemoved = await open(context).remove(name);
    if (!isRemoved) throw new UsageError(`there is no secret ${name}: \`chronum secrets list\` shows what there is`);
    if (json) await output.json({ name, isRemoved });
    else await output.line(`${name} is removed.`);
  });
}

export interface ProtectOptions extends Json {
  readonly passphrase: boolean;
  readonly keyFile: boolean;
  readonly fromStdin: boolean;
}

export async function protectSecrets(options: ProtectOptions, context: Context): Promise<ExitCode> {
  const { output } = context;
  if (options.passphrase === options.keyFile) throw new UsageError('choose one of --passphrase and --key-file');
  return told(context, async () => {
    const store = open(context);
    if (options.keyFile) await store.protect({ kind: 'key-file' });
    else await store.protect({ kind: 'passphrase', passphrase: await newPassphrase(options.fromStdin) });
    const { protections } = store.state();
    if (options.json) await output.json({ protections });
    else await output.line(`The secrets are opened by ${protections.join(' or ')}. ${next(options)}`);
  });
}

const next = ({ keyFile }: ProtectOptions): string =>
  keyFile
    ? 'Every process of yours on this machine can read them.'
    : `Where nobody can be asked, give the passphrase in the variable ${PASSPHRASE_VARIABLE}.`;

async function newPassphrase(fromStdin: boolean): Promise<string> {
  const first = await given('New passphrase: ', fromStdin);
  if (fromStdin) return first;
  if ((await askHidden('Once more: ')) !== first) throw new UsageError('the two are not the same: nothing was changed');
  return first;
}

/** Typed unseen, or from a pipe when that was asked for; never from the command line, which others can see. */
async function given(question: string, fromStdin: boolean): Promise<string> {
  if (fromStdin) return readStdin();
  if (!canAsk()) throw new UsageError('there is no terminal to ask on: give it by a pipe, with --from-stdin');
  const typed = await askHidden(question);
  if (typed === null) throw new UsageError('nothing was changed');
  return typed;
}
