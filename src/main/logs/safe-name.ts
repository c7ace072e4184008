import { hashHex } from '../../core/base/hash.ts';

/**
 * Names of files and folders for ids of any text: reversible, and different for ids that differ only by case, because some file
 * systems do not tell them apart. Small letters, digits, `-`, `_` and inner dots stay; a capital is `+` and its small letter;
 * other bytes are `%` and two hexadecimal digits of their UTF-8.
 */
const PART_LENGTH = 180;
/** A longer part goes on in a folder inside: `first~/second`. Beyond this the rest is not told by the name any more. */
const MOST_PARTS = 8;
const CONTINUED = '~';
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;

/** One or more parts of a path. */
export function encodeName(id: string): string[] {
  const bytes = Buffer.from(id, 'utf8');
  const units: string[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    const isInnerDot = byte === 0x2e && i > 0 && i < bytes.length - 1;
    if (isInnerDot || isKept(byte)) units.push(String.fromCharCode(byte));
    else if (byte >= 0x41 && byte <= 0x5a) units.push(`+${String.fromCharCode(byte + 0x20)}`);
    else units.push(hex(byte));
  }
  if (WINDOWS_DEVICE.test(units.join(''))) units[0] = hex(bytes[0] as number);
  return intoParts(units);
}

/** The id, or null for a name that `encodeName` does not make. */
export function decodeName(parts: readonly string[]): string | null {
  const text = parts.map((part, i) => (i < parts.length - 1 ? part.slice(0, -1) : part)).join('');
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char === '%') {
      const code = text.slice(i + 1, i + 3);
      if (!/^[0-9a-f]{2}$/.test(code)) return null;
      bytes.push(Number.parseInt(code, 16));
      i += 2;
    } else if (char === '+') {
      const letter = text[++i] ?? '';
      if (!/^[a-z]$/.test(letter)) return null;
      bytes.push(letter.charCodeAt(0) - 0x20);
    } else if (/^[a-z0-9._-]$/.test(char)) bytes.push(char.charCodeAt(0));
    else return null;
  }
  return Buffer.from(bytes).toString('utf8');
}

export const isContinued = (part: string): boolean => part.endsWith(CONTINUED);

function intoParts(units: readonly string[]): string[] {
  const parts: string[] = [];
  let part = '';
  for (const unit of units) {
    if (part.length + unit.length > PART_LENGTH) {
      parts.push(part + CONTINUED);
      part = '';
    }
    part += unit;
  }
  parts.push(part);
  if (parts.length <= MOST_PARTS) return parts;
  return [...parts.slice(0, MOST_PARTS - 1), `${CONTINUED}${hashHex(parts.slice(MOST_PARTS - 1).join(''))}`];
}

const isKept = (byte: number): boolean =>
  (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x5f;

const hex = (byte: number): string => `%${byte.toString(16).padStart(2, '0')}`;
