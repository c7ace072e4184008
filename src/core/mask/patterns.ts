import { utf8Encode } from '../base/utf8.ts';
import { base64Alignments, base64Encode, toBase64Url } from './base64.ts';

/** Shorter texts, and encodings of shorter secrets, would be found everywhere by chance. */
const SHORTEST_PART = 4;
/** `base64` and MIME break lines here, `openssl` and PEM there. */
const BASE64_LINE_LENGTHS = [76, 64];

/**
 * All byte sequences that give a secret away: the text itself, each line of one that has several, its base64 in the three
 * alignments and broken into lines, and as a URL or JSON has it.
 */
export function maskPatterns(secrets: readonly string[]): Uint8Array[] {
  const texts = new Set<string>();
  for (const secret of secrets) {
    if (secret === '') continue;
    texts.add(secret);
    const lines = secret.split(/\r\n|\n|\r/);
    if (lines.length > 1) for (const line of lines) addLongEnough(texts, line.trim());
    if (secret.length < SHORTEST_PART) continue;
    for (const form of encodings(secret)) addLongEnough(texts, form);
    // A secret is often printed with the newline that `echo` or its file ends with.
    const trimmed = secret.trim();
    if (trimmed !== secret && trimmed.length >= SHORTEST_PART) {
      texts.add(trimmed);
      for (const form of encodings(trimmed)) addLongEnough(texts, form);
    }
  }
  return [...texts].map(utf8Encode);
}

function* encodings(secret: string): Generator<string> {
  const bytes = utf8Encode(secret);
  const whole = base64Encode(bytes);
  for (const text of [...base64Alignments(bytes), whole]) {
    yield text;
    yield toBase64Url(text);
  }
  for (const length of BASE64_LINE_LENGTHS) {
    for (let at = 0; whole.length > length && at < whole.length; at += length) yield whole.slice(at, at + length);
  }
  const url = encodeURIComponent(secret.toWellFormed());
  const strict = url.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  for (const text of [url, strict, encodeURI(secret.toWellFormed())]) {
    yield text;
    yield text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
    yield text.replaceAll('%20', '+');
  }
  yield JSON.stringify(secret).slice(1, -1);
}

function addLongEnough(texts: Set<string>, text: string): void {
  if (text.length >= SHORTEST_PART) texts.add(text);
}
