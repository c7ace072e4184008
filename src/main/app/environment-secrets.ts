import type { SecretStore } from '../ports/secret-store.ts';

const REFUSAL = 'Secrets are taken from the environment of the studio: set the variable there and start it again.';

/** Secrets that stand in the environment under their own names, as in continuous integration. Read only. */
export const environmentSecrets = (variables: Readonly<Record<string, string | undefined>>): SecretStore => ({
  isUnlocked: () => true,
  unlock: async () => true,
  names: async () => Object.keys(variables),
  get: async (name) => variables[name] ?? null,
  set: async () => Promise.reject(new Error(REFUSAL)),
  remove: async () => Promise.reject(new Error(REFUSAL)),
});
