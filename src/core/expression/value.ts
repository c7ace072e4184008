import type { JsonObject } from '../base/json.ts';

/** What an expression computes with. Whole numbers are bigint, other numbers are number, maps are Map (safe for any key). */
export type Value =
  | null
  | boolean
  | string
  | bigint
  | number
  | Unsigned
  | Bytes
  | Timestamp
  | Duration
  | TypeName
  | readonly Value[]
  | ValueMap;

export type MapKey = string | bigint | boolean;
export type ValueMap = ReadonlyMap<MapKey, Value>;

/** CEL's uint: never mixed with int without a conversion. */
export class Unsigned {
  readonly value: bigint;

  constructor(value: bigint) {
    this.value = value;
  }
}

export class Bytes {
  readonly octets: Uint8Array;

  constructor(octets: Uint8Array) {
    this.octets = octets;
  }
}

/** An instant in milliseconds of the Unix epoch, years 1 to 9999. */
export class Timestamp {
  readonly instant: number;

  constructor(instant: number) {
    this.instant = instant;
  }
}

export class Duration {
  readonly nanoseconds: bigint;

  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }
}

/** The value of `type(x)`, and of `int`, `string`, .. where they stand alone. */
export class TypeName {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export type Kind =
  | 'null'
  | 'bool'
  | 'string'
  | 'int'
  | 'double'
  | 'uint'
  | 'bytes'
  | 'timestamp'
  | 'duration'
  | 'type'
  | 'list'
  | 'map';

export function kindOf(value: Value): Kind {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    default:
      if (value === null) return 'null';
      if (Array.isArray(value)) return 'list';
      if (value instanceof Map) return 'map';
      if (value instanceof Timestamp) return 'timestamp';
      if (value instanceof Duration) return 'duration';
      if (value instanceof Unsigned) return 'uint';
      if (value instanceof Bytes) return 'bytes';
      return 'type';
  }
}

const WORDS: Readonly<Record<Kind, string>> = {
  null: 'null',
  bool: 'true or false',
  string: 'a text',
  int: 'a whole number',
  double: 'a number',
  uint: 'an unsigned number',
  bytes: 'bytes',
  timestamp: 'a timestamp',
  duration: 'a duration',
  type: 'a type',
  list: 'a list',
  map: 'a map',
};

export const inWords = (kind: Kind): string => WORDS[kind];

/** The names that CEL gives to kinds. */
export const TYPE_NAMES: Readonly<Record<Kind, string>> = {
  null: 'null_type',
  bool: 'bool',
  string: 'string',
  int: 'int',
  double: 'double',
  uint: 'uint',
  bytes: 'bytes',
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
  type: 'type',
  list: 'list',
  map: 'map',
};

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
export const isMap = (value: Value): value is ValueMap => value instanceof Map;

export const MIN_INT = -(2n ** 63n);
export const MAX_INT = 2n ** 63n - 1n;
export const MAX_UINT = 2n ** 64n - 1n;
export const FIRST_INSTANT = -62_135_596_800_000;
export const LAST_INSTANT = 253_402_300_799_999;

/** Own properties alone: `toString` of an object is no property of a flow's data. */
export const ownProperty = (object: JsonObject, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);
