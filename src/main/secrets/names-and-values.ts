import { SecretRefused } from '../ports/secret-store.ts';

/** Shorter ones would be masked in half of all output, and be found by guessing. */
const SHORTEST = 4;
const LONGEST_BYTES = 64 * 1024;

/** Throws SecretRefused. */
export function checkName(name: string): void {
  if (/^[A-Za-z_][A-Za-z0-9_-]{0,99}$/.test(name) && name !== '__proto__') return;
  throw new SecretRefused(
    'the name of a secret is made of letters, digits, - and _, does not begin with a digit, and has at most 100 of them',
  );
}

/** Throws SecretRefused, without the value. */
export function checkValue(value: string): void {
  if ([...value.trim()].length < SHORTEST) {
    throw new SecretRefused(
      `a secret has at least ${SHORTEST} characters: a shorter one could not be told from other output, and not be masked`,
    );
  }
  if (value.includes('\0')) throw new SecretRefused('a secret cannot hold a NUL byte: no environment variable can');
  if (Buffer.byteLength(value) > LONGEST_BYTES) {
    throw new SecretRefused(`a secret has at most ${LONGEST_BYTES / 1024} KiB`);
  }
}
