import { flowJsonSchema } from '../json-schema.ts';
import { STEP_HELP } from '../schema/descriptions.ts';
import type { Path } from '../yaml/path.ts';

/** The parts of a JSON Schema (draft 7) that say what may be written. */
export interface JsonSchema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/** What may stand at a path. */
export interface Allowed {
  readonly description: string | undefined;
  /** Each a way to write it: a text, a list, a map with these keys. */
  readonly ways: readonly JsonSchema[];
}

let format: JsonSchema | undefined;

/** What the format itself allows at a path of a flow file. Nothing is known of a path that leads out of it. */
export function allowedAt(path: Path): Allowed {
  format ??= flowJsonSchema() as JsonSchema;
  const found = allowedIn(format, path);
  return found.description === undefined ? { ...found, description: helpFor(path) } : found;
}

/** What a schema allows at a path of the values that it describes. */
export function allowedIn(schema: JsonSchema, path: Path): Allowed {
  let nodes: readonly JsonSchema[] = [schema];
  for (const part of path) {
    nodes = nodes.flatMap((node) => waysOf(node, schema)).flatMap((way) => below(way, part));
  }
  return {
    description: nodes.find(({ description }) => description !== undefined)?.description,
    ways: nodes.flatMap((node) => waysOf(node, schema)),
  };
}

/** `defaults` holds keys of steps, which mean there what they mean in a step. */
const helpFor = (path: Path): string | undefined =>
  path.length === 2 && path[0] === 'defaults' ? STEP_HELP[String(path[1])] : undefined;

/** The alternatives of a node, without references and nesting. */
function waysOf(node: JsonSchema, schema: JsonSchema): readonly JsonSchema[] {
  if (node.$ref !== undefined) {
    const name = node.$ref.split('/').at(-1) ?? '';
    const target = schema.definitions?.[name] ?? schema.$defs?.[name];
    return target === undefined ? [] : waysOf(target, schema);
  }
  const inner = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])];
  return inner.length === 0 ? [node] : inner.flatMap((one) => waysOf(one, schema));
}

function below(way: JsonSchema, part: string | number): readonly JsonSchema[] {
  if (typeof part === 'number') return way.items === undefined ? [] : [way.items];
  const own = Object.hasOwn(way.properties ?? {}, part) ? way.properties?.[part] : undefined;
  if (own !== undefined) return [own];
  const patterns = Object.entries(way.patternProperties ?? {}).filter(([pattern]) => new RegExp(pattern).test(part));
  if (patterns.length > 0) return patterns.map(([, node]) => node);
  return typeof way.additionalProperties === 'object' ? [way.additionalProperties] : [];
}

export interface KnownKey {
  readonly key: string;
  readonly isRequired: boolean;
}

/** Keys of a map, of those ways to write it that have the keys which are there already. */
export function keysIn({ ways }: Allowed, written: ReadonlySet<string>): readonly KnownKey[] {
  const maps = ways.filter(({ properties }) => properties !== undefined);
  const fitting = maps.filter(({ properties = {} }) => [...written].every((key) => Object.hasOwn(properties, key)));
  const found = new Map<string, KnownKey>();
  for (const { properties = {}, required = [] } of fitting.length > 0 ? fitting : maps) {
    for (const key of Object.keys(properties)) {
      if (!found.has(key)) found.set(key, { key, isRequired: required.includes(key) });
    }
  }
  return [...found.values()];
}

/** The words among which a value is chosen. */
export function valuesIn(ways: readonly JsonSchema[]): readonly string[] {
  const values = ways.flatMap((way) => {
    if (way.const !== undefined) return [way.const];
    if (way.enum !== undefined) return way.enum;
    return way.type === 'boolean' ? [true, false] : [];
  });
  return [...new Set(values.filter((value) => typeof value !== 'object').map(String))];
}

export const isOf = ({ type }: JsonSchema, wanted: string): boolean =>
  type === wanted || (Array.isArray(type) && type.includes(wanted));

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  array: 'list',
  object: 'map',
};

/** What may be written, in a few words: `whole number, or map`. */
export function typeWords(ways: readonly JsonSchema[]): string {
  const values = valuesIn(ways);
  const types = ways
    .filter((way) => way.const === undefined && way.enum === undefined)
    .flatMap(({ type = [], description = '' }) => {
      // `A duration: 250ms, 4s, ..` says more than that it is a text.
      const named = /^An? ([a-z ]+):/.exec(description)?.[1];
      return named ?? (type as string | readonly string[]);
    })
    .map((type) => TYPE_WORDS[type] ?? (/^(?:boolean|null)$/.test(type) ? undefined : type));
  const words = [...new Set([...values.map((value) => `\`${value}\``), ...types.flatMap((word) => word ?? [])])];
  const last = words.pop();
  return last === undefined ? '' : words.length === 0 ? last : `${words.join(', ')} or ${last}`;
}
