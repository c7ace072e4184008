import { isJsonObject, type Json } from '../../base/json.ts';
import { Verbatim, type Written } from '../write/written.ts';
import type { Path } from '../yaml/path.ts';
import type { Raw, RawMap } from '../yaml/plain.ts';

/** Places whose values are read from their source text: there `8080` needs no quotes to be text. */
export function readsSource(path: Path): boolean {
  const parent = path.at(-2);
  const isAxis = path.includes('matrix') && typeof path.at(-1) === 'number';
  return parent === 'env' || parent === 'calendar' || isAxis || path.at(-3) === 'include' || path.at(-3) === 'exclude';
}

/** A value as it is to be written at a path. */
export function writtenAt(path: Path, value: Json): Written {
  if (typeof value === 'string') return readsSource(path) ? new Verbatim(value) : value;
  if (Array.isArray(value)) return value.map((item: Json, i) => writtenAt([...path, i], item));
  if (!isJsonObject(value)) return value as Written;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, writtenAt([...path, key], item)]));
}

/** The same value as reading the file again gives it. */
export function rawFrom(value: Json): Raw {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item: Json) => rawFrom(item));
  if (!isJsonObject(value)) return Symbol(String(value));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rawFrom(item)])) as RawMap;
}
