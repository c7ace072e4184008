import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Bytes under AES-256-GCM: `data` ends with the tag. Base64. */
export interface Sealed {
  readonly nonce: string;
  readonly data: string;
}

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals with a nonce of its own. `about` is not stored with it but has to be the same to open it, so that what was sealed under one
 * name cannot be passed off as another's.
 */
export function seal(key: Uint8Array, plain: Uint8Array, about: string): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about, 'utf8'));
  const data = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { nonce: nonce.toString('base64'), data: data.toString('base64') };
}

/** Null when the key or `about` is another, or a byte was changed. */
export function unseal(key: Uint8Array, { nonce, data }: Sealed, about: string): Buffer | null {
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length < TAG_BYTES) return null;
  const tag = bytes.subarray(bytes.length - TAG_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(about, 'utf8')).setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}
