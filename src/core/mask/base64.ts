const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 without padding. */
export function base64Encode(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const triple = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const chars = Math.min(bytes.length - i, 3) + 1;
    for (let c = 0; c < chars; c++) text += ALPHABET[(triple >> (18 - 6 * c)) & 0x3f];
  }
  return text;
}

/**
 * How the bytes look inside the base64 of a longer text, where 0, 1 or 2 bytes stand before them in their group of three:
 * without the characters at both ends that their neighbours have a part in.
 */
export function base64Alignments(bytes: Uint8Array): string[] {
  return [0, 1, 2].map((before) => {
    const padded = new Uint8Array(before + bytes.length);
    padded.set(bytes, before);
    const first = Math.ceil((before * 8) / 6);
    const whole = Math.floor((padded.length * 8) / 6);
    return base64Encode(padded).slice(first, whole);
  });
}

/** The other alphabet, for URLs and file names. */
export const toBase64Url = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');
