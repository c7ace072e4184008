/** Text and octets, without the TextEncoder that this layer does not know. */

export function utf8(text: string): Uint8Array {
  const octets: number[] = [];
  for (const char of text) {
    let code = char.codePointAt(0)!;
    // A lone half of a pair has no encoding.
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) octets.push(code);
    else if (code < 0x800) octets.push(0xc0 | (code >> 6), continuation(code));
    else if (code < 0x1_0000) octets.push(0xe0 | (code >> 12), continuation(code >> 6), continuation(code));
    else octets.push(0xf0 | (code >> 18), continuation(code >> 12), continuation(code >> 6), continuation(code));
  }
  return Uint8Array.from(octets);
}

const continuation = (bits: number): number => 0x80 | (bits & 0x3f);

/** The text, or undefined when the octets are not UTF-8. */
export function textOfUtf8(octets: Uint8Array): string | undefined {
  let encoded = '';
  for (const octet of octets) encoded += `%${octet.toString(16).padStart(2, '0')}`;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

export const bytesToHex = (octets: Uint8Array): string =>
  Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function bytesToBase64(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length; at += 3) {
    const left = octets.length - at;
    const bits = (octets[at]! << 16) | ((octets[at + 1] ?? 0) << 8) | (octets[at + 2] ?? 0);
    text += BASE64[bits >> 18]! + BASE64[(bits >> 12) & 63]!;
    text += left > 1 ? BASE64[(bits >> 6) & 63]! : '=';
    text += left > 2 ? BASE64[bits & 63]! : '=';
  }
  return text;
}
