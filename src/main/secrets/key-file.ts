import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { SecretsUnavailable } from '../ports/secret-store.ts';
import { KEY_BYTES } from './sealed.ts';
import { writePrivately } from './secrets-file.ts';

/** Null when there is none. Throws SecretsUnavailable for one that others may read: they may have done so. */
export function readKeyFile(path: string): Buffer | null {
  let text: string;
  try {
    const { mode, uid } = statSync(path);
    if (process.platform !== 'win32') refuseOpenFile(path, mode, uid);
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof SecretsUnavailable) throw error;
    if (code === 'ENOENT') return null;
    throw new SecretsUnavailable('io', `The key file ${path} cannot be read (${code}). Check its rights.`, {
      cause: error,
    });
  }
  const key = Buffer.from(text, 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new SecretsUnavailable('damaged', `The key file ${path} holds no key. Bring it back from a backup.`);
}

function refuseOpenFile(path: string, mode: number, uid: number): void {
  const own = process.getuid?.();
  if (own !== undefined && own !== 0 && uid !== own) {
    throw new SecretsUnavailable('io', `The key file ${path} belongs to another user, so it is not used.`);
  }
  if ((mode & 0o077) !== 0) {
    throw new SecretsUnavailable(
      'io',
      `The key file ${path} can be read by others, so it is not used: \`chmod 600 ${path}\`, and set the secrets anew if somebody may have read it.`,
    );
  }
}

/** Makes a new key in a file that only this user may read. */
export function writeKeyFile(path: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  writePrivately(path, `${key.toString('base64')}\n`);
  return key;
}
