import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { SecretsUnavailable } from '../ports/secret-store.ts';

const base64 = z.base64();
const sealed = z.strictObject({ nonce: base64, data: base64 });

/** Bounds keep a file that somebody tampered with from costing gigabytes. */
const scryptParameters = z.strictObject({
  N: z
    .int()
    .min(2 ** 10)
    .max(2 ** 20),
  r: z.int().min(1).max(32),
  p: z.int().min(1).max(16),
});

/** The data key, each time wrapped in another way; any one of them opens the store. */
const wrappedKey = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('system'), by: z.string(), data: base64 }),
  z.strictObject({ kind: z.literal('passphrase'), salt: base64, scrypt: scryptParameters, key: sealed }),
  z.strictObject({ kind: z.literal('key-file'), key: sealed }),
]);

const secretsFile = z.strictObject({
  version: z.literal(1),
  /** Of the data key: another key means another store. */
  id: z.string().min(1),
  keys: z.array(wrappedKey).min(1),
  secrets: z.record(z.string(), z.strictObject({ nonce: base64, data: base64, setAt: z.string() })),
});

export type SecretsFile = z.infer<typeof secretsFile>;
export type WrappedKey = z.infer<typeof wrappedKey>;
export type ScryptParameters = z.infer<typeof scryptParameters>;

/** Null when there is none. Throws SecretsUnavailable; a file that cannot be understood is never written over. */
export function readSecretsFile(path: string): SecretsFile | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new SecretsUnavailable('io', `The secrets in ${path} cannot be read (${code}). Check its rights.`, {
      cause: error,
    });
  }
  return parse(text, path);
}

function parse(text: string, path: string): SecretsFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(path, 'it is not JSON');
  }
  const { version } = Object(value) as { version?: unknown };
  if (typeof version === 'number' && version > 1) {
    throw new SecretsUnavailable('damaged', `${path} was written by a newer Chronum Studio. Update this one.`);
  }
  const parsed = secretsFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw damaged(path, `${issue?.path.join('.') || 'the whole'}: ${issue?.message}`);
}

export const damaged = (path: string, why: string): SecretsUnavailable =>
  new SecretsUnavailable(
    'damaged',
    `The file of secrets ${path} is damaged (${why}). Nothing was changed: bring it back from a backup, or move it away and set the secrets again.`,
  );

/** Writes all or nothing: what stood there before stays until the new file is on the disk. */
export function writeSecretsFile(path: string, content: SecretsFile): void {
  writePrivately(path, `${JSON.stringify(content, null, 2)}\n`);
}

/** For this user's eyes alone. Throws SecretsUnavailable. */
export function writePrivately(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.new`;
  try {
    rmSync(temporary, { force: true });
    const file = openSync(temporary, 'wx', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    const next = code === 'ENOSPC' ? 'Free some space, then try again.' : 'Check the rights of its folder.';
    throw new SecretsUnavailable('io', `${path} cannot be written (${code}). ${next}`, { cause: error });
  }
}

/** So that the new name survives a loss of power too. Windows has no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
