import type { SecretsOverview } from '../../../contract/secrets.ts';
import { SecretRefused, type SecretStore, SecretsUnavailable } from '../../ports/secret-store.ts';
import { os } from './base.ts';

export interface SecretParts {
  readonly secrets: SecretStore;
}

/** Names go out, values only in. */
export const secretRouter = ({ secrets }: SecretParts) => {
  function overview(): SecretsOverview {
    const { file, status, protections, problem } = secrets.state();
    const names = status === 'damaged' ? [] : secrets.names();
    return { file, status, protections: [...protections], names: [...names], problem: problem ?? null };
  }
  return {
    secrets: {
      list: os.secrets.list.handler(overview),
      set: os.secrets.set.handler(async ({ input: { name, value }, errors }) => {
        await told(() => secrets.set(name, value), errors);
        return overview();
      }),
      remove: os.secrets.remove.handler(async ({ input: { name }, errors }) => {
        if (!(await told(() => secrets.remove(name), errors))) throw errors.NOT_FOUND();
        return overview();
      }),
      unlock: os.secrets.unlock.handler(async ({ input: { passphrase }, errors }) => ({
        opened: await told(() => secrets.unlock(passphrase), errors),
        secrets: overview(),
      })),
      protect: os.secrets.protect.handler(async ({ input, errors }) => {
        await told(() => secrets.protect(input), errors);
        return overview();
      }),
    },
  };
};

interface Refusals {
  readonly INVALID: (options: { message: string; data: { problems: string[] } }) => Error;
  readonly SECRETS_UNAVAILABLE: (options: { message: string; data: { why: SecretsUnavailable['code'] } }) => Error;
}

/** Turns what the store refuses into answers. None of them holds a value. */
async function told<T>(work: () => Promise<T>, errors: Refusals): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SecretRefused) {
      throw errors.INVALID({ message: error.message, data: { problems: [error.message] } });
    }
    if (error instanceof SecretsUnavailable) {
      throw errors.SECRETS_UNAVAILABLE({ message: error.message, data: { why: error.code } });
    }
    throw error;
  }
}
