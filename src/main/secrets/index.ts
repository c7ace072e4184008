import { randomBytes } from 'node:crypto';
import {
  type Protection,
  SecretRefused,
  type SecretStore,
  type SecretStoreState,
  SecretsUnavailable,
  type Wrapper,
} from '../ports/secret-store.ts';
import { checkName, checkValue } from './names-and-values.ts';
import {
  unwrapByKeyFile,
  unwrapByPassphrase,
  unwrapBySystem,
  wrapByKeyFile,
  wrapByPassphrase,
  wrapBySystem,
} from './open-keys.ts';
import { SHORTEST_PASSPHRASE, STRONG } from './passphrase.ts';
import { KEY_BYTES, seal, unseal } from './sealed.ts';
import {
  damaged,
  readSecretsFile,
  type ScryptParameters,
  type SecretsFile,
  type WrappedKey,
  writeSecretsFile,
} from './secrets-file.ts';

export interface SecretStoreOptions {
  /** Absolute. */
  readonly file: string;
  readonly keyFile: string;
  /** Runs `change` while no other process writes the file. */
  readonly exclusively: <T>(change: () => T) => T;
  readonly wrapper?: Wrapper;
  /** Asks for the passphrase once it is needed; null when there is nobody to ask. Asked at most once. */
  readonly passphrase?: () => Promise<string | null>;
  readonly now: () => string;
  readonly scrypt?: ScryptParameters;
}

interface OpenKey {
  readonly id: string;
  readonly key: Buffer;
}

const aboutSecret = (id: string, name: string): string => `chronum secret ${id} ${name}`;

/** Secrets in one encrypted file, shared by every process of this user. Read anew each time: another process may have written. */
export function createSecretStore(options: SecretStoreOptions): SecretStore {
  const { file: path, keyFile, exclusively, wrapper, now, scrypt = STRONG } = options;
  let open: OpenKey | undefined;
  let asked: Promise<string | null> | undefined;

  const remember = (id: string, key: Buffer | null): Buffer | null => {
    if (key !== null) open = { id, key };
    return key;
  };

  /** Without asking anybody. The first complaint about a key file is thrown only when nothing else opens. */
  function keyByItself({ id, keys }: SecretsFile): Buffer | null {
    if (open?.id === id) return open.key;
    let complaint: unknown;
    for (const wrapped of keys) {
      try {
        const key = wrapped.kind === 'passphrase' ? null : unwrap(wrapped, id);
        if (key !== null) return remember(id, key);
      } catch (error) {
        complaint ??= error;
      }
    }
    if (complaint !== undefined) throw complaint;
    return null;
  }

  const unwrap = (wrapped: Exclude<WrappedKey, { kind: 'passphrase' }>, id: string): Buffer | null =>
    wrapped.kind === 'system' ? unwrapBySystem(wrapper, wrapped) : unwrapByKeyFile(keyFile, id, wrapped);

  async function keyByPassphrase({ id, keys }: SecretsFile, passphrase: string): Promise<Buffer | null> {
    const wrapped = keys.find((one) => one.kind === 'passphrase');
    return wrapped === undefined ? null : remember(id, await unwrapByPassphrase(passphrase, id, wrapped));
  }

  /** Throws SecretsUnavailable with how to unlock it. */
  async function keyOf(file: SecretsFile): Promise<Buffer> {
    const key = keyByItself(file);
    if (key !== null) return key;
    if (file.keys.some(({ kind }) => kind === 'passphrase')) {
      asked ??= options.passphrase?.() ?? Promise.resolve(null);
      const passphrase = await asked;
      if (passphrase !== null) {
        const opened = await keyByPassphrase(file, passphrase);
        if (opened !== null) return opened;
        throw new SecretsUnavailable('locked', 'The secrets are locked, and the passphrase is not theirs. Try again.');
      }
    }
    throw new SecretsUnavailable('locked', lockedWords(file));
  }

  /** The file to change with its key; a new one where there is none and the system's keyring can protect it. */
  async function toChange(): Promise<{ id: string; key: Buffer }> {
    const file = readSecretsFile(path);
    if (file !== null) return { id: file.id, key: await keyOf(file) };
    const keyring = protection();
    const fresh = newKey();
    return begin(fresh, wrapBySystem(keyring, fresh.key));
  }

  /** What protects a store that is still to be made. */
  function protection(): Wrapper {
    if (wrapper?.isAvailable() === true) return wrapper;
    throw new SecretsUnavailable(
      'unprotected',
      'The secrets have no protection yet. Choose one: `chronum secrets protect --passphrase` asks for it where it is needed, `chronum secrets protect --key-file` lets every process of yours on this machine read them.',
    );
  }

  /** Makes the file, unless another process was first: then that one counts. */
  async function begin(fresh: OpenKey, wrapped: WrappedKey): Promise<OpenKey> {
    const file = exclusively(() => {
      const there = readSecretsFile(path);
      if (there !== null) return there;
      const made: SecretsFile = { version: 1, id: fresh.id, keys: [wrapped], secrets: {} };
      writeSecretsFile(path, made);
      return made;
    });
    if (file.id !== fresh.id) return { id: file.id, key: await keyOf(file) };
    open = fresh;
    return fresh;
  }

  /** Changes the file as it is now, which must still be the store whose key we hold. */
  function change<T>(id: string, edit: (file: SecretsFile) => { file: SecretsFile | null; result: T }): T {
    return exclusively(() => {
      const file = readSecretsFile(path);
      if (file?.id !== id) throw new SecretsUnavailable('io', `${path} was replaced meanwhile. Try again.`);
      const edited = edit(file);
      if (edited.file !== null) writeSecretsFile(path, edited.file);
      return edited.result;
    });
  }

  async function wrapped(by: Protection, { id, key }: OpenKey): Promise<WrappedKey> {
    switch (by.kind) {
      case 'passphrase':
        return wrapByPassphrase({ id, key, passphrase: by.passphrase, scrypt });
      case 'key-file':
        return exclusively(() => wrapByKeyFile(keyFile, id, key));
      case 'system':
        if (wrapper?.isAvailable() === true) return wrapBySystem(wrapper, key);
        throw new SecretsUnavailable('unprotected', 'This system has no keyring that could protect the secrets.');
    }
  }

  return {
    state: () => stateOf(path, keyByItself),
    async unlock(passphrase) {
      const file = readSecretsFile(path);
      if (file === null) return true;
      return (keyByItself(file) ?? (await keyByPassphrase(file, passphrase))) !== null;
    },
    names: () => Object.keys(readSecretsFile(path)?.secrets ?? {}).sort(),
    async get(name) {
      const file = readSecretsFile(path);
      if (file === null || !Object.hasOwn(file.secrets, name)) return null;
      const plain = unseal(await keyOf(file), file.secrets[name]!, aboutSecret(file.id, name));
      if (plain === null) throw damaged(path, `the secret ${name} does not open`);
      return plain.toString('utf8');
    },
    checkProtection() {
      if (readSecretsFile(path) === null) protection();
    },
    async set(name, value) {
      checkName(name);
      checkValue(value);
      const { id, key } = await toChange();
      const sealed = { ...seal(key, Buffer.from(value, 'utf8'), aboutSecret(id, name)), setAt: now() };
      change(id, (file) => ({ file: { ...file, secrets: { ...file.secrets, [name]: sealed } }, result: undefined }));
    },
    async remove(name) {
      const file = readSecretsFile(path);
      if (file === null) return false;
      return change(file.id, (current) => {
        if (!Object.hasOwn(current.secrets, name)) return { file: null, result: false };
        const { [name]: _removed, ...secrets } = current.secrets;
        return { file: { ...current, secrets }, result: true };
      });
    },
    async protect(by) {
      if (by.kind === 'passphrase' && [...by.passphrase].length < SHORTEST_PASSPHRASE) {
        throw new SecretRefused(`a passphrase has at least ${SHORTEST_PASSPHRASE} characters`);
      }
      const file = readSecretsFile(path);
      if (file === null) {
        const fresh = newKey();
        const begun = await begin(fresh, await wrapped(by, fresh));
        if (begun.id === fresh.id) return;
      }
      const current = file ?? readSecretsFile(path);
      if (current === null) throw new SecretsUnavailable('io', `${path} was removed meanwhile. Try again.`);
      const added = await wrapped(by, { id: current.id, key: await keyOf(current) });
      change(current.id, (now) => ({
        file: { ...now, keys: [...now.keys.filter(({ kind }) => kind !== by.kind), added] },
        result: undefined,
      }));
    },
  };
}

const newKey = (): OpenKey => ({ id: randomBytes(12).toString('hex'), key: randomBytes(KEY_BYTES) });

function stateOf(path: string, keyByItself: (file: SecretsFile) => Buffer | null): SecretStoreState {
  try {
    const file = readSecretsFile(path);
    if (file === null) return { file: path, status: 'none', protections: [], count: 0 };
    const about = {
      file: path,
      protections: file.keys.map(({ kind }) => kind),
      count: Object.keys(file.secrets).length,
    };
    try {
      if (keyByItself(file) !== null) return { ...about, status: 'open' };
      return { ...about, status: 'locked', problem: lockedWords(file) };
    } catch (error) {
      return { ...about, status: 'locked', problem: (error as Error).message };
    }
  } catch (error) {
    if (!(error instanceof SecretsUnavailable)) throw error;
    return { file: path, status: 'damaged', protections: [], count: 0, problem: error.message };
  }
}

function lockedWords({ keys }: SecretsFile): string {
  const kinds = new Set(keys.map(({ kind }) => kind));
  if (kinds.has('passphrase')) {
    return 'The secrets are locked: give their passphrase in the variable CHRONUM_PASSPHRASE, or let every process of yours open them with `chronum secrets protect --key-file`.';
  }
  if (kinds.has('key-file')) {
    return 'The secrets are locked: their key file is gone or is of another store. Bring it back from a backup.';
  }
  return 'The secrets are locked by the keyring of the system, which only the app can open: start it, and add a passphrase or a key file for the other programs.';
}
