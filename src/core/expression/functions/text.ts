import { bytesToBase64, bytesToHex, textOfUtf8 } from '../bytes.ts';
import { COSTS, LIMITS } from '../limits.ts';
import { compilePattern, occurs, type Program } from '../pattern/index.ts';
import { Bytes, isList, isMap, type Value } from '../value.ts';
import {
  badArgument,
  type Call,
  define,
  type FunctionTable,
  has,
  listArg,
  textArg,
  wholeArg,
  wrongKind,
} from './call.ts';
import { parseJsonText } from './json.ts';

/** Positions count characters (code points), as `size` does; JavaScript counts UTF-16 units. */
const ASTRAL = /[\ud800-\udfff]/;

function charCount(text: string): number {
  if (!ASTRAL.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The unit at which the character with this number begins; undefined beyond the end. */
function unitOf(text: string, char: number): number | undefined {
  if (char < 0 || char > text.length) return undefined;
  if (!ASTRAL.test(text)) return char;
  let unit = 0;
  for (let count = 0; count < char; count++) {
    if (unit >= text.length) return undefined;
    unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
  }
  return unit;
}

function position(call: Call, text: string, index: number): number {
  const char = wholeArg(call, index);
  return unitOf(text, char) ?? badArgument(call, index, `${char} is not a position from 0 to ${charCount(text)}`);
}

function size(call: Call): bigint {
  const value = call.args[0]!;
  if (typeof value === 'string') return BigInt(charCount(textArg(call, 0)));
  if (isList(value)) return BigInt(value.length);
  if (isMap(value)) return BigInt(value.size);
  if (value instanceof Bytes) return BigInt(value.octets.length);
  return wrongKind(call, 0, 'a text, a list or a map');
}

function indexOf(call: Call, last: boolean): bigint {
  const text = textArg(call, 0);
  const wanted = textArg(call, 1);
  spendSearch(call, text, wanted);
  const from = has(call, 2) ? position(call, text, 2) : last ? text.length : 0;
  const unit = last ? text.lastIndexOf(wanted, from) : text.indexOf(wanted, from);
  return BigInt(unit < 0 ? -1 : charCount(text.slice(0, unit)));
}

function includes(call: Call): boolean {
  const text = textArg(call, 0);
  const wanted = textArg(call, 1);
  spendSearch(call, text, wanted);
  return text.includes(wanted);
}

/** The host's search compares a text of one letter with its like at every position, in the worst case. */
const spendSearch = (call: Call, text: string, wanted: string): void =>
  call.run.spend(Math.ceil((text.length * wanted.length) / COMPARISONS_PER_UNIT), call.at);

const COMPARISONS_PER_UNIT = 1_024;

function substring(call: Call): string {
  const text = textArg(call, 0);
  const start = position(call, text, 1);
  const end = has(call, 2) ? position(call, text, 2) : text.length;
  if (end < start) return badArgument(call, 2, 'the end is before the start');
  return text.slice(start, end);
}

function matches(call: Call): boolean {
  const text = textArg(call, 0);
  const source = textArg(call, 1);
  const program = programOf(call, source);
  return occurs(program, text, (work) => call.run.spend(Math.ceil(work / VISITS_PER_UNIT), call.at));
}

function programOf(call: Call, source: string): Program {
  const { run, at } = call;
  const known = run.patterns.get(source);
  if (known !== undefined) return known;
  run.spend(COSTS.pattern + source.length, at);
  const compiled = compilePattern(source, LIMITS.pattern);
  if ('message' in compiled) {
    run.spend(LIMITS.pattern, at);
    return badArgument(call, 1, compiled.message);
  }
  run.spend(compiled.program.length, at);
  run.patterns.set(source, compiled.program);
  return compiled.program;
}

/** Following one place of a pattern for one character is that much cheaper than an operator. */
const VISITS_PER_UNIT = 8;

function split(call: Call): readonly Value[] {
  const text = textArg(call, 0);
  const separator = textArg(call, 1);
  spendSearch(call, text, separator);
  const limit = has(call, 2) ? wholeArg(call, 2) : -1;
  if (limit === 0) return [];
  const parts = separator === '' ? [...text] : text.split(separator);
  call.run.spendElements(parts.length, call.at);
  if (limit < 0 || parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

function join(call: Call): string {
  const list = listArg(call, 0);
  const separator = has(call, 1) ? textArg(call, 1) : '';
  call.run.spendElements(list.length, call.at);
  let length = 0;
  for (const [index, element] of list.entries()) {
    if (typeof element !== 'string') {
      return badArgument(call, 0, `element ${index} is no text: write \`${call.places[0]!.text}.map(x, string(x))\``);
    }
    length += element.length + separator.length;
  }
  call.run.spendText(length, call.at);
  return list.join(separator);
}

const replaceAscii = (text: string, letters: RegExp, change: (letter: string) => string) =>
  text.replace(letters, change);

function bytesArg(call: Call): Uint8Array {
  const value = call.args[0]!;
  if (!(value instanceof Bytes)) return wrongKind(call, 0, 'bytes: write bytes(..)');
  call.run.spendText(value.octets.length * 2, call.at);
  return value.octets;
}

function octetAt(call: Call): bigint {
  const octets = bytesArg(call);
  const octet = octets[wholeArg(call, 1)];
  return octet === undefined ? badArgument(call, 1, `there are ${octets.length} bytes, counted from 0`) : BigInt(octet);
}

const utf8Text = (call: Call): string => textOfUtf8(bytesArg(call)) ?? badArgument(call, 0, 'the bytes are not UTF-8');

export const TEXT_FUNCTIONS: FunctionTable = {
  size: define('size(x)', 1, size),
  matches: define('matches(text, pattern)', 2, matches),
};

export const TEXT_METHODS: FunctionTable = {
  size: define('x.size()', 0, size),
  matches: define('text.matches(pattern)', 1, matches),
  startsWith: define('text.startsWith(start)', 1, (call) => textArg(call, 0).startsWith(textArg(call, 1))),
  endsWith: define('text.endsWith(end)', 1, (call) => textArg(call, 0).endsWith(textArg(call, 1))),
  contains: define('text.contains(part)', 1, includes),
  trim: define('text.trim()', 0, (call) => textArg(call, 0).trim()),
  lowerAscii: define('text.lowerAscii()', 0, (call) =>
    replaceAscii(textArg(call, 0), /[A-Z]+/g, (letters) => letters.toLowerCase()),
  ),
  upperAscii: define('text.upperAscii()', 0, (call) =>
    replaceAscii(textArg(call, 0), /[a-z]+/g, (letters) => letters.toUpperCase()),
  ),
  indexOf: define('text.indexOf(part, from?)', [1, 2], (call) => indexOf(call, false)),
  lastIndexOf: define('text.lastIndexOf(part, from?)', [1, 2], (call) => indexOf(call, true)),
  substring: define('text.substring(start, end?)', [1, 2], substring),
  split: define('text.split(separator, limit?)', [1, 2], split),
  join: define('list.join(separator?)', [0, 1], join),
  hex: define('bytes.hex()', 0, (call) => bytesToHex(bytesArg(call))),
  base64: define('bytes.base64()', 0, (call) => bytesToBase64(bytesArg(call))),
  string: define('bytes.string()', 0, utf8Text),
  json: define('bytes.json()', 0, (call) => parseJsonText(call, utf8Text(call))),
  at: define('bytes.at(index)', 1, octetAt),
};
