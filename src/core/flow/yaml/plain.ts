/**
 * A plain scalar that YAML reads as a number, a boolean or null travels through validation as a symbol whose description is
 * its source text. A symbol is a primitive, so no schema takes it for a map, and `3.10` or `+3` are not lost on the way.
 */
export type Raw = string | symbol | readonly Raw[] | RawMap;
export interface RawMap {
  readonly [key: string]: Raw;
}

export const isRawMap = (value: unknown): value is RawMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isRawList = (value: unknown): value is readonly Raw[] => Array.isArray(value);

const NULL = /^(?:~|[Nn]ull|NULL)?$/;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;
const DECIMAL = /^[-+]?[0-9]+$/;
const OCTAL = /^0o[0-7]+$/;
const HEXADECIMAL = /^0x[0-9a-fA-F]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INFINITY = /^[-+]?\.(?:inf|Inf|INF)$/;
const NAN = /^\.(?:nan|NaN|NAN)$/;

/** What YAML 1.2's core schema makes of plain text: undefined when it is text. */
export function resolvePlain(source: string): number | boolean | null | undefined {
  if (NULL.test(source)) return null;
  if (TRUE.test(source)) return true;
  if (FALSE.test(source)) return false;
  if (DECIMAL.test(source) || OCTAL.test(source) || HEXADECIMAL.test(source) || FLOAT.test(source)) {
    return Number(source.startsWith('+') ? source.slice(1) : source);
  }
  if (INFINITY.test(source)) return source.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return NAN.test(source) ? Number.NaN : undefined;
}

/** The value of a scalar as YAML types it; anything else as it is. */
export const typedValue = (raw: unknown): unknown =>
  typeof raw === 'symbol' ? resolvePlain(raw.description ?? '') : raw;

/** The text of a scalar as it was written; anything else as it is. */
export const sourceText = (raw: unknown): unknown => (typeof raw === 'symbol' ? (raw.description ?? '') : raw);
