import type { SecretLookup, SecretStore } from '../ports/secret-store.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The variable of this process that unlocks the store where nobody can be asked. Steps never see it: it is Chronum's own. */
export const PASSPHRASE_VARIABLE = 'CHRONUM_PASSPHRASE';

/**
 * Where secrets of runs are found: in the environment of this process, as in continuous integration; in the dotenv files that the
 * flow names; in the encrypted store.
 */
export const createSecretLookup = (environment: Variables, store: Pick<SecretStore, 'get'>): SecretLookup => ({
  find: async (name, dotenv) => own(environment, name) ?? own(dotenv, name) ?? (await store.get(name)),
});

/** An empty one counts as not set. */
const own = (variables: Variables, name: string): string | undefined =>
  Object.hasOwn(variables, name) && variables[name] !== '' ? variables[name] : undefined;
