import { createCipheriv } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SecretStore, Wrapper } from '../ports/secret-store.ts';
import { createSecretStore, type SecretStoreOptions } from './index.ts';
import { seal, unseal } from './sealed.ts';

const PASSPHRASE = 'correct horse battery';
const VALUE = 'hunter2-hunter2';

/** A keyring of the system: its key is gone with `reset`. */
function keyring(): Wrapper & { reset(): void } {
  let key = 7;
  const flip = (bytes: Uint8Array) => bytes.map((byte) => byte ^ key);
  return {
    name: 'test keyring',
    isAvailable: () => true,
    wrap: (bytes) => Uint8Array.from([key, ...flip(bytes)]),
    unwrap: ([by, ...bytes]) => {
      if (by !== key) throw new Error('unknown key');
      return flip(Uint8Array.from(bytes));
    },
    reset: () => {
      key = 9;
    },
  };
}

describe('the store of secrets', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chronum-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const file = () => join(folder, 'secrets.json');
  const keyFile = () => join(folder, 'secrets.key');
  const open = (more: Partial<SecretStoreOptions> = {}): SecretStore =>
    createSecretStore({
      file: file(),
      keyFile: keyFile(),
      exclusively: (change) => change(),
      now: () => '2026-01-01T00:00:00.000Z',
      scrypt: { N: 2 ** 10, r: 8, p: 1 },
      ...more,
    });
  const withPassphrase = async () => {
    const store = open();
    await store.protect({ kind: 'passphrase', passphrase: PASSPHRASE });
    await store.set('TOKEN', VALUE);
    return store;
  };

  it('is empty before anything was stored, and makes no file by being looked at', async () => {
    const store = open();
    expect(store.state()).toEqual({ file: file(), status: 'none', protections: [], count: 0 });
    expect([store.names(), await store.get('TOKEN'), await store.remove('TOKEN')]).toEqual([[], null, false]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stores nothing without a protection, and names the commands that give one', async () => {
    await expect(open().set('TOKEN', VALUE)).rejects.toThrow(
      /secrets protect --passphrase.*secrets protect --key-file/,
    );
    expect(existsSync(file())).toBe(false);
  });

  it('gives back what was set, to another process too', async () => {
    const store = await withPassphrase();
    await store.set('OTHER-1', 'zwölf\nlines');
    const other = open({ passphrase: async () => PASSPHRASE });
    expect(other.names()).toEqual(['OTHER-1', 'TOKEN']);
    expect(await other.get('TOKEN')).toBe(VALUE);
    expect(await other.get('OTHER-1')).toBe('zwölf\nlines');
    expect(await other.remove('TOKEN')).toBe(true);
    expect(await store.get('TOKEN')).toBeNull();
  });

  it('writes a file for this user alone, with neither values nor keys in clear, and no other file', async () => {
    await withPassphrase();
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    const text = readFileSync(file(), 'utf8');
    expect(text).not.toMatch(/hunter2|correct horse/);
    expect(text).not.toContain(Buffer.from(VALUE).toString('base64').slice(0, 8));
    expect(readdirSync(folder)).toEqual(['secrets.json']);
  });

  it('seals the same value otherwise each time', async () => {
    const store = await withPassphrase();
    await store.set('COPY', VALUE);
    const { secrets } = JSON.parse(readFileSync(file(), 'utf8'));
    expect(secrets.COPY.nonce).not.toBe(secrets.TOKEN.nonce);
    expect(secrets.COPY.data).not.toBe(secrets.TOKEN.data);
  });

  it('is locked without the passphrase, tells names all the same, and says how to unlock it', async () => {
    await withPassphrase();
    const store = open();
    expect(store.state()).toMatchObject({ status: 'locked', protections: ['passphrase'], count: 1 });
    expect(store.names()).toEqual(['TOKEN']);
    await expect(store.get('TOKEN')).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringMatching(/CHRONUM_PASSPHRASE.*secrets protect --key-file/),
    });
    expect(await store.get('NONE')).toBeNull();
    expect(await store.unlock('wrong passphrase')).toBe(false);
    expect(await store.unlock(PASSPHRASE)).toBe(true);
    expect(await store.get('TOKEN')).toBe(VALUE);
    expect(store.state().status).toBe('open');
  });

  it('asks for the passphrase once', async () => {
    await withPassphrase();
    let asked = 0;
    const passphrase = async () => {
      asked++;
      return PASSPHRASE;
    };
    const store = open({ passphrase });
    await Promise.all([store.get('TOKEN'), store.get('TOKEN')]);
    await store.get('TOKEN');
    expect(asked).toBe(1);
    await expect(open({ passphrase: async () => 'not this one' }).get('TOKEN')).rejects.toThrow(/passphrase is not/);
  });

  it('opens by itself with a key file, and refuses one that others may read', async () => {
    const store = await withPassphrase();
    await store.protect({ kind: 'key-file' });
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    expect(await open().get('TOKEN')).toBe(VALUE);
    expect(open().state()).toMatchObject({ status: 'open', protections: ['passphrase', 'key-file'] });
    chmodSync(keyFile(), 0o644);
    await expect(open().get('TOKEN')).rejects.toThrow(/can be read by others.*chmod 600/);
    rmSync(keyFile());
    await expect(open().get('TOKEN')).rejects.toMatchObject({ code: 'locked' });
    await open({ passphrase: async () => PASSPHRASE }).protect({ kind: 'key-file' });
    expect(await open().get('TOKEN')).toBe(VALUE);
  });

  it('is protected by the keyring of the system where there is one', async () => {
    const wrapper = keyring();
    await open({ wrapper }).set('TOKEN', VALUE);
    expect(await open({ wrapper }).get('TOKEN')).toBe(VALUE);
    await expect(open().get('TOKEN')).rejects.toThrow(/only the app can open/);
    await open({ wrapper }).protect({ kind: 'passphrase', passphrase: PASSPHRASE });
    wrapper.reset();
    expect(await open({ wrapper, passphrase: async () => PASSPHRASE }).get('TOKEN')).toBe(VALUE);
  });

  it('takes a new passphrase in place of the old one', async () => {
    const store = await withPassphrase();
    await store.protect({ kind: 'passphrase', passphrase: 'another passphrase' });
    expect(await open().unlock(PASSPHRASE)).toBe(false);
    expect(await open().unlock('another passphrase')).toBe(true);
    await expect(store.protect({ kind: 'passphrase', passphrase: 'short' })).rejects.toThrow(/at least 8/);
  });

  it.each(['', 'abc', ' ab\n ', 'ab\0cdef', 'x'.repeat(65 * 1024)])('refuses the value %j', async (value) => {
    const store = await withPassphrase();
    const before = readFileSync(file(), 'utf8');
    const refusal: Error = await store.set('TOKEN', value).then(
      () => Promise.reject(new Error('it was taken')),
      (error: Error) => error,
    );
    expect(refusal.name).toBe('SecretRefused');
    if (value.trim() !== '') expect(refusal.message).not.toContain(value);
    expect(readFileSync(file(), 'utf8')).toBe(before);
  });

  it.each(['', '1A', 'a b', 'a.b', '__proto__', 'x'.repeat(101)])('refuses the name %j', async (name) => {
    await expect((await withPassphrase()).set(name, VALUE)).rejects.toThrow(/name of a secret/);
  });

  it('keeps names apart that objects have of their own', async () => {
    const store = await withPassphrase();
    expect(await store.get('constructor')).toBeNull();
    await store.set('constructor', VALUE);
    expect(await store.get('constructor')).toBe(VALUE);
  });

  it.each([
    ['no JSON', () => '{"version":1,'],
    ['nothing', () => ''],
    ['another shape', (text: string) => text.replace('"keys"', '"kyes"')],
    ['a newer version', (text: string) => text.replace('"version": 1', '"version": 2')],
    ['a costly scrypt', (text: string) => text.replace('"N": 1024', '"N": 1073741824')],
  ])('refuses a file with %s, and never writes over it', async (_, spoil) => {
    await withPassphrase();
    const spoilt = spoil(readFileSync(file(), 'utf8'));
    writeFileSync(file(), spoilt);
    const store = open({ passphrase: async () => PASSPHRASE });
    expect(store.state()).toMatchObject({ status: 'damaged', problem: expect.stringContaining(file()) });
    await expect(store.get('TOKEN')).rejects.toMatchObject({ name: 'SecretsUnavailable' });
    await expect(store.set('TOKEN', VALUE)).rejects.toMatchObject({ name: 'SecretsUnavailable' });
    await expect(store.protect({ kind: 'key-file' })).rejects.toMatchObject({ name: 'SecretsUnavailable' });
    expect(readFileSync(file(), 'utf8')).toBe(spoilt);
  });

  it('notices when one secret is passed off as another, or changed', async () => {
    const store = await withPassphrase();
    await store.set('OTHER', 'something else');
    const content = JSON.parse(readFileSync(file(), 'utf8'));
    [content.secrets.TOKEN, content.secrets.OTHER] = [content.secrets.OTHER, content.secrets.TOKEN];
    writeFileSync(file(), JSON.stringify(content));
    await expect(store.get('TOKEN')).rejects.toThrow(/damaged.*TOKEN does not open/);
  });

  it('keeps what two writers set at the same time', async () => {
    const first = await withPassphrase();
    const second = open({ passphrase: async () => PASSPHRASE });
    await Promise.all([first.set('A', 'value of A'), second.set('B', 'value of B')]);
    expect(open().names()).toEqual(['A', 'B', 'TOKEN']);
  });

  it('of two that begin the store at once, one gives way', async () => {
    const stores = [keyring(), keyring()].map((wrapper) => open({ wrapper }));
    await Promise.all(stores.map((store, i) => store.set(`S${i}`, VALUE)));
    for (const store of stores) expect(await store.get('S0')).toBe(VALUE);
    expect(open().names()).toEqual(['S0', 'S1']);
  });

  it('leaves the old file when the new one cannot be written', async () => {
    await withPassphrase();
    const before = readFileSync(file(), 'utf8');
    const gone = open({
      passphrase: async () => PASSPHRASE,
      file: file(),
      exclusively: () => {
        throw new Error('locked by another');
      },
    });
    await expect(gone.set('TOKEN', 'another value')).rejects.toThrow('locked by another');
    expect(readFileSync(file(), 'utf8')).toBe(before);
  });
});

describe('sealing', () => {
  const key = Buffer.alloc(32, 1);

  it('opens with the same key and words alone', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (plain, about) => {
        const sealed = seal(key, plain, about);
        expect(unseal(key, sealed, about)).toEqual(Buffer.from(plain));
        expect(unseal(key, sealed, `${about}.`)).toBeNull();
        expect(unseal(Buffer.alloc(32, 2), sealed, about)).toBeNull();
      }),
    );
  });

  it('notices every changed bit, and a tag that was cut short', () => {
    const sealed = seal(key, Buffer.from('text'), 'x');
    const bytes = Buffer.from(sealed.data, 'base64');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(unseal(key, { ...sealed, data: changed.toString('base64') }, 'x')).toBeNull();
    }
    expect(unseal(key, { ...sealed, data: bytes.subarray(0, -1).toString('base64') }, 'x')).toBeNull();
    expect(unseal(key, { ...sealed, data: '' }, 'x')).toBeNull();
  });

  it('is plain AES-256-GCM', () => {
    const { nonce, data } = seal(key, Buffer.from('text'), 'x');
    const cipher = createCipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64')).setAAD(Buffer.from('x'));
    const expected = Buffer.concat([cipher.update('text'), cipher.final(), cipher.getAuthTag()]);
    expect(data).toBe(expected.toString('base64'));
  });
});
