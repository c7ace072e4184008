import { expect, it } from 'vitest';
import { createSecretLookup } from './secret-lookup.ts';

it('finds a secret in the environment, then in dotenv files, then in the store', async () => {
  const stored = new Map(['A', 'B', 'C', 'D'].map((name) => [name, 'store']));
  const lookup = createSecretLookup({ A: 'environment', D: '' }, { get: async (name) => stored.get(name) ?? null });
  const dotenv = { A: 'dotenv', B: 'dotenv' };
  expect(await Promise.all(['A', 'B', 'C', 'D', 'E', 'toString'].map((name) => lookup.find(name, dotenv)))).toEqual([
    'environment',
    'dotenv',
    'store',
    'store',
    null,
    null,
  ]);
});
