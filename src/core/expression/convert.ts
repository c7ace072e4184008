import type { Json, JsonObject } from '../base/json.ts';
import { bytesToBase64 } from './bytes.ts';
import { fail } from './failure.ts';
import type { Run } from './run.ts';
import { formatDurationValue, formatTimestamp } from './time.ts';
import { Bytes, Duration, isList, isMap, type MapKey, Timestamp, TypeName, Unsigned, type Value } from './value.ts';

/** From here on JSON numbers are written with an exponent, so that nobody takes them for exact whole numbers. */
const EXPONENT_FROM = 1e21;

/** JSON as a value to compute with. Costs one unit an element. Errors: `number-precision`. */
export function lift(run: Run, json: Json | undefined, offset: number): Value {
  if (json === null || json === undefined) return null;
  if (typeof json === 'number') return liftNumber(json, offset);
  if (typeof json !== 'object') {
    if (typeof json === 'string') run.spendText(json.length, offset);
    return json;
  }
  const known = run.lifted.get(json);
  if (known !== undefined) return known;
  const value = Array.isArray(json) ? liftList(run, json, offset) : liftMap(run, json as JsonObject, offset);
  run.lifted.set(json, value);
  return value;
}

function liftList(run: Run, json: readonly Json[], offset: number): Value {
  run.spendElements(json.length, offset);
  return json.map((element) => lift(run, element, offset));
}

function liftMap(run: Run, json: JsonObject, offset: number): Value {
  const map = new Map<MapKey, Value>();
  const keys = Object.keys(json);
  run.spendElements(keys.length, offset);
  for (const key of keys) map.set(key, lift(run, json[key], offset));
  return map;
}

export function liftNumber(number: number, offset: number): Value {
  if (!Number.isInteger(number) || Math.abs(number) >= EXPONENT_FROM) return number;
  if (Number.isSafeInteger(number)) return BigInt(number);
  return fail(
    'number-precision',
    `the whole number ${number} is beyond 2^53, where JSON numbers lose digits: pass it as text, in quotes`,
    offset,
  );
}

/** A value as JSON: timestamps and durations as text, bytes in base64. Errors: `number-precision`, `not-json`. */
export function lower(run: Run, value: Value, offset: number): Json {
  switch (typeof value) {
    case 'bigint':
      return lowerInt(value, offset);
    case 'number':
      if (Number.isFinite(value)) return value;
      return fail(
        'not-json',
        `the result ${value} is not a number that JSON can hold: check for a division by zero`,
        offset,
      );
    case 'string':
      run.spendText(value.length, offset);
      return value;
    case 'boolean':
      return value;
    default:
      if (value === null) return null;
      if (isList(value)) return lowerList(run, value, offset);
      if (isMap(value)) return lowerMap(run, value, offset);
      if (value instanceof Unsigned) return lowerInt(value.value, offset);
      return textOf(value);
  }
}

function lowerInt(value: bigint, offset: number): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  return fail(
    'number-precision',
    `the whole number ${value} is beyond 2^53, where JSON numbers lose digits: give it as text with string(..)`,
    offset,
  );
}

function lowerList(run: Run, list: readonly Value[], offset: number): Json {
  run.spendElements(list.length, offset);
  return list.map((element) => lower(run, element, offset));
}

function lowerMap(run: Run, map: ReadonlyMap<MapKey, Value>, offset: number): Json {
  run.spendElements(map.size, offset);
  const entries: [string, Json][] = [];
  for (const [key, value] of map) entries.push([String(key), lower(run, value, offset)]);
  return Object.fromEntries(entries);
}

/** Text of a value that JSON has no form for. */
export function textOf(value: Timestamp | Duration | Bytes | TypeName): string {
  if (value instanceof Timestamp) return formatTimestamp(value.instant);
  if (value instanceof Duration) return formatDurationValue(value.nanoseconds);
  if (value instanceof Bytes) return bytesToBase64(value.octets);
  return value.name;
}

/** How a value reads inside a text: null is empty, lists and maps are compact JSON. */
export function interpolated(run: Run, value: Value, offset: number): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Unsigned) return String(value.value);
  if (value instanceof Timestamp || value instanceof Duration || value instanceof Bytes || value instanceof TypeName) {
    return textOf(value);
  }
  return compactJson(run, value, offset);
}

export function compactJson(run: Run, value: Value, offset: number): string {
  const text = JSON.stringify(lower(run, value, offset));
  run.spendText(text.length, offset);
  return text;
}
