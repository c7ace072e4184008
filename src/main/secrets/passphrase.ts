import { randomBytes, scrypt } from 'node:crypto';
import { KEY_BYTES } from './sealed.ts';
import type { ScryptParameters } from './secrets-file.ts';

/** 128 MiB and about half a second: what OWASP recommends for scrypt. Stored with each key, so that it can be raised. */
export const STRONG: ScryptParameters = { N: 2 ** 17, r: 8, p: 1 };
export const SHORTEST_PASSPHRASE = 8;

export const newSalt = (): Buffer => randomBytes(16);

/** The key that a passphrase stands for. Off the main thread. */
export function derive(passphrase: string, salt: Uint8Array, { N, r, p }: ScryptParameters): Promise<Buffer> {
  const maxmem = 128 * N * r + 128 * r * p + 1024 * 1024;
  return new Promise((resolve, reject) => {
    // The same passphrase typed on another keyboard may come as other code points.
    scrypt(passphrase.normalize('NFC'), salt, KEY_BYTES, { N, r, p, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
