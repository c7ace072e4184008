import { textOfUtf8, utf8 } from '../bytes.ts';
import { textOf } from '../convert.ts';
import { parseDurationText, parseTimestamp } from '../time.ts';
import {
  Bytes,
  Duration,
  FIRST_INSTANT,
  kindOf,
  LAST_INSTANT,
  MAX_INT,
  MAX_UINT,
  MIN_INT,
  Timestamp,
  TYPE_NAMES,
  TypeName,
  Unsigned,
  type Value,
} from '../value.ts';
import { badArgument, type Call, define, type FunctionTable, textArg, wrongKind } from './call.ts';

/** The text of an argument, for messages: short enough to be read. */
export const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}..` : text);

function toInt(call: Call): bigint {
  const value = call.args[0]!;
  if (typeof value === 'bigint') return value;
  if (value instanceof Unsigned) return inIntRange(call, value.value);
  if (value instanceof Timestamp) return BigInt(Math.floor(value.instant / 1_000));
  if (typeof value === 'number') {
    return Number.isFinite(value)
      ? inIntRange(call, BigInt(Math.trunc(value)))
      : badArgument(call, 0, `${value} is no whole number`);
  }
  if (typeof value !== 'string') return wrongKind(call, 0, 'a number or a text');
  const text = textArg(call, 0);
  if (!/^[+-]?\d{1,30}$/.test(text)) return badArgument(call, 0, `${shown(text)} is no whole number`);
  return inIntRange(call, BigInt(text.replace('+', '')));
}

const inIntRange = (call: Call, value: bigint): bigint =>
  value >= MIN_INT && value <= MAX_INT ? value : badArgument(call, 0, `${value} does not fit into 64 bits`);

function toUint(call: Call): Unsigned {
  const value = call.args[0]!;
  if (value instanceof Unsigned) return value;
  const whole = typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : toInt(call);
  return whole >= 0n && whole <= MAX_UINT
    ? new Unsigned(whole)
    : badArgument(call, 0, `${whole} is not from 0 to 2^64 - 1`);
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function toDouble(call: Call): number {
  const value = call.args[0]!;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Unsigned) return Number(value.value);
  if (typeof value !== 'string') return wrongKind(call, 0, 'a number or a text');
  const text = textArg(call, 0);
  return text.length <= 400 && NUMBER.test(text) ? Number(text) : badArgument(call, 0, `${shown(text)} is no number`);
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}

function toText(call: Call): string {
  const value = call.args[0]!;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Unsigned) return String(value.value);
  if (value instanceof Bytes) {
    call.run.spendText(value.octets.length, call.at);
    return textOfUtf8(value.octets) ?? badArgument(call, 0, 'the bytes are not UTF-8');
  }
  if (value instanceof Timestamp || value instanceof Duration || value instanceof TypeName) return textOf(value);
  return wrongKind(call, 0, 'something simple (toJson makes a text of lists and maps)');
}

const TRUE = new Set(['1', 't', 'true', 'TRUE', 'True']);
const FALSE = new Set(['0', 'f', 'false', 'FALSE', 'False']);

function toBool(call: Call): boolean {
  const value = call.args[0]!;
  if (typeof value === 'boolean') return value;
  const text = textArg(call, 0);
  if (TRUE.has(text)) return true;
  return FALSE.has(text) ? false : badArgument(call, 0, `${shown(text)} is neither true nor false`);
}

function toBytes(call: Call): Bytes {
  const value = call.args[0]!;
  return value instanceof Bytes ? value : new Bytes(utf8(textArg(call, 0)));
}

function toTimestamp(call: Call): Timestamp {
  const value = call.args[0]!;
  if (value instanceof Timestamp) return value;
  if (typeof value === 'bigint') {
    const instant = Number(value) * 1_000;
    if (instant >= FIRST_INSTANT && instant <= LAST_INSTANT) return new Timestamp(instant);
    return badArgument(call, 0, `${value} seconds are not in the years 1 to 9999`);
  }
  return timestampOfText(call, 0, textArg(call, 0));
}

export function timestampOfText(call: Call, index: number, text: string): Timestamp {
  const instant = parseTimestamp(text);
  if (instant !== undefined) return new Timestamp(instant);
  return badArgument(call, index, `${shown(text)} is no time of RFC 3339, such as "2026-01-31T12:00:00Z"`);
}

function toDuration(call: Call): Duration {
  const value = call.args[0]!;
  if (value instanceof Duration) return value;
  const text = textArg(call, 0);
  const nanoseconds = parseDurationText(text);
  if (nanoseconds !== undefined) return new Duration(nanoseconds);
  return badArgument(call, 0, `${shown(text)} is no duration, such as "1h30m", "90s" or "250ms"`);
}

const typeOf = (value: Value): TypeName => new TypeName(TYPE_NAMES[kindOf(value)]);

export const CONVERSIONS: FunctionTable = {
  int: define('int(x)', 1, toInt),
  uint: define('uint(x)', 1, toUint),
  double: define('double(x)', 1, toDouble),
  string: define('string(x)', 1, toText),
  bool: define('bool(x)', 1, toBool),
  bytes: define('bytes(x)', 1, toBytes),
  timestamp: define('timestamp(text)', 1, toTimestamp),
  duration: define('duration(text)', 1, toDuration),
  type: define('type(x)', 1, ({ args }) => typeOf(args[0]!)),
  dyn: define('dyn(x)', 1, ({ args }) => args[0]!),
};
