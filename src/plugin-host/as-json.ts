import type { Json } from '../core/base/json.ts';
import { formatPath, type Path } from '../core/flow/yaml/path.ts';

/** What a script gave as JSON. Absent values are left out; a function, a date or the like is refused with its path. */
export function asJson(value: unknown, path: Path = [], open: ReadonlySet<unknown> = new Set()): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const where = path.length === 0 ? 'what it exports' : `\`${formatPath(path)}\``;
  if (typeof value !== 'object') throw new Error(`${where} is ${wordFor(value)}, which has no place in a flow`);
  if (open.has(value)) throw new Error(`${where} holds itself`);
  const inside = new Set([...open, value]);
  if (Array.isArray(value)) return value.map((item: unknown, i) => asJson(item, [...path, i], inside));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new Error(`${where} is ${wordFor(value)}, which has no place in a flow: only plain values have`);
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, asJson(item, [...path, key], inside)]));
}

function wordFor(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'object') return `a ${value?.constructor?.name ?? 'strange object'}`;
  return typeof value === 'number' ? String(value) : `a ${typeof value}`;
}
