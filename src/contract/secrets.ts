import { z } from 'zod';

/** How the store of secrets stands, and what is in it by name. Values go in and never come back. */
export const secretsOverview = z.object({
  file: z.string(),
  /** `none`: nothing was ever stored. `damaged`: the file is there and cannot be used, see `problem`. */
  status: z.enum(['none', 'open', 'locked', 'damaged']),
  protections: z.array(z.enum(['passphrase', 'key-file', 'system'])).readonly(),
  names: z.array(z.string()).readonly(),
  problem: z.string().nullable(),
});
export type SecretsOverview = z.infer<typeof secretsOverview>;

const passphrase = z.string().min(1).max(1_000);

export const secretName = z.string().min(1).max(200);
/** The store says itself what it refuses, without the value. */
export const secretValue = z.string().max(128 * 1024);
export const unlockRequest = z.object({ passphrase });
export const protectRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passphrase'), passphrase }),
  z.object({ kind: z.literal('key-file') }),
  z.object({ kind: z.literal('system') }),
]);
