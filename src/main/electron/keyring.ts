import { safeStorage } from 'electron';
import type { Wrapper } from '../ports/secret-store.ts';

/**
 * The keyring of the system through Electron: Keychain, DPAPI, or the Secret Service. Where Linux has none, Chromium falls back to a
 * key that everybody knows: that protects nothing and does not count. Nothing is asked of the system before it is used.
 */
export const systemKeyring: Wrapper = {
  name: process.platform,
  isAvailable: () =>
    safeStorage.isEncryptionAvailable() &&
    (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
  wrap: (key) => safeStorage.encryptString(Buffer.from(key).toString('base64')),
  unwrap: (wrapped) => Buffer.from(safeStorage.decryptString(Buffer.from(wrapped)), 'base64'),
};
