import type { Wrapper } from '../ports/secret-store.ts';
import { readKeyFile, writeKeyFile } from './key-file.ts';
import { derive, newSalt } from './passphrase.ts';
import { KEY_BYTES, seal, unseal } from './sealed.ts';
import type { ScryptParameters, WrappedKey } from './secrets-file.ts';

type Wrapped<Kind extends WrappedKey['kind']> = Extract<WrappedKey, { kind: Kind }>;

/** Binds a wrapped key to its store and its kind. */
const about = (id: string, kind: WrappedKey['kind']): string => `chronum data key ${id} ${kind}`;

export function wrapBySystem(wrapper: Wrapper, key: Uint8Array): Wrapped<'system'> {
  return { kind: 'system', by: wrapper.name, data: Buffer.from(wrapper.wrap(key)).toString('base64') };
}

/** Null when the keyring does not know it: it was reset, or belongs to another user or machine. */
export function unwrapBySystem(wrapper: Wrapper | undefined, wrapped: Wrapped<'system'>): Buffer | null {
  if (wrapper?.isAvailable() !== true) return null;
  try {
    const key = Buffer.from(wrapper.unwrap(Buffer.from(wrapped.data, 'base64')));
    return key.length === KEY_BYTES ? key : null;
  } catch {
    return null;
  }
}

/** With the key file that is there, else a new one: to replace one would lock what it opens now, should this process die. */
export function wrapByKeyFile(path: string, id: string, key: Uint8Array): Wrapped<'key-file'> {
  return { kind: 'key-file', key: seal(readKeyFile(path) ?? writeKeyFile(path), key, about(id, 'key-file')) };
}

/** Null when there is no key file, or it is of another store. Throws SecretsUnavailable for one that is not to be used. */
export function unwrapByKeyFile(path: string, id: string, wrapped: Wrapped<'key-file'>): Buffer | null {
  const fileKey = readKeyFile(path);
  return fileKey === null ? null : unseal(fileKey, wrapped.key, about(id, 'key-file'));
}

interface PassphraseWrap {
  readonly id: string;
  readonly key: Uint8Array;
  readonly passphrase: string;
  readonly scrypt: ScryptParameters;
}

export async function wrapByPassphrase({
  id,
  key,
  passphrase,
  scrypt,
}: PassphraseWrap): Promise<Wrapped<'passphrase'>> {
  const salt = newSalt();
  const derived = await derive(passphrase, salt, scrypt);
  return {
    kind: 'passphrase',
    salt: salt.toString('base64'),
    scrypt,
    key: seal(derived, key, about(id, 'passphrase')),
  };
}

/** Null for a wrong passphrase. */
export async function unwrapByPassphrase(
  passphrase: string,
  id: string,
  wrapped: Wrapped<'passphrase'>,
): Promise<Buffer | null> {
  const derived = await derive(passphrase, Buffer.from(wrapped.salt, 'base64'), wrapped.scrypt);
  return unseal(derived, wrapped.key, about(id, 'passphrase'));
}
