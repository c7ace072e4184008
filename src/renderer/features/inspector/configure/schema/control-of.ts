import { isJsonObject, type Json, type JsonObject } from '../../../../../core/base/json.ts';
import type { ScalarKind } from '../values.ts';

/** What a value of a JSON Schema is edited with. */
export type Control =
  | { readonly kind: 'text'; readonly scalar: ScalarKind; readonly placeholder: string; readonly rows?: number }
  /** The default first. */
  | {
      readonly kind: 'choice';
      readonly options: readonly string[];
      readonly isBoolean: boolean;
      readonly isTemplated: boolean;
    }
  | { readonly kind: 'lines'; readonly isNumbers: boolean }
  /** Names of the person's own to single values. */
  | { readonly kind: 'pairs'; readonly scalar: ScalarKind }
  | { readonly kind: 'fields'; readonly schema: JsonObject }
  /** A list of maps with the same keys. */
  | { readonly kind: 'list'; readonly item: JsonObject }
  /** Anything else, as YAML. */
  | { readonly kind: 'yaml' };

/** Texts that are written in several lines more often than not. */
const LONG: ReadonlySet<string> = new Set(['run', 'body', 'message', 'description']);

export function controlOf(schema: Json | undefined, key: string): Control {
  const variants = variantsOf(schema);
  const types = new Set(variants.flatMap(typesOf));
  const words = variants.flatMap(wordsOf);
  const usual = variants.map((one) => one.default).find((value) => value !== undefined);
  const isTemplated = variants.some((one) => typeof one.pattern === 'string' && one.pattern.startsWith('\\$\\{\\{'));
  const only = variants.length === 1 ? variants[0] : undefined;
  const isScalar = [...types].every((type) => SCALARS.has(type)) && types.size > 0;

  if (only !== undefined && types.has('object')) return ofObject(only);
  if (types.has('array')) return ofArray(variants);
  if (!isScalar) return { kind: 'yaml' };
  // Words, and nothing else but a template: `drain` beside `true` and `false`.
  const isFree = variants.some(
    (one) => wordsOf(one).length === 0 && !isTemplate(one) && !typesOf(one).every((type) => type === 'boolean'),
  );
  if (!isFree && (words.length > 0 || types.has('boolean'))) {
    const options = [...(types.has('boolean') ? ['false', 'true'] : []), ...words];
    return { kind: 'choice', options: withDefault(options, usual), isBoolean: types.has('boolean'), isTemplated };
  }
  if (types.has('boolean')) return { kind: 'text', scalar: 'condition', placeholder: '' };
  const scalar: ScalarKind =
    types.has('integer') || types.has('number') ? (types.has('string') && !isTemplated ? 'any' : 'number') : 'text';
  const placeholder = usual === undefined ? words.join(' or ') : String(usual);
  return LONG.has(key) && scalar === 'text'
    ? { kind: 'text', scalar: 'lines', placeholder, rows: 2 }
    : { kind: 'text', scalar, placeholder };
}

const SCALARS: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'null']);

function variantsOf(schema: Json | undefined): readonly JsonObject[] {
  if (!isJsonObject(schema)) return [];
  const several = schema.anyOf ?? schema.oneOf;
  if (!Array.isArray(several)) return [schema];
  const { anyOf: _any, oneOf: _one, ...own } = schema;
  return several
    .flatMap((one: Json) => variantsOf(one))
    .map((one) => ({ ...('default' in own ? { default: own.default! } : {}), ...one }));
}

const typesOf = ({ type, enum: words, const: word }: JsonObject): string[] => {
  if (type !== undefined) return (Array.isArray(type) ? type : [type]).map(String);
  const values = word === undefined ? (Array.isArray(words) ? words : []) : [word];
  return [...new Set(values.map((value: Json) => typeof value))];
};

const wordsOf = ({ enum: words, const: word }: JsonObject): string[] =>
  word === undefined ? (Array.isArray(words) ? words.map(String) : []) : [String(word)];

const isTemplate = ({ pattern }: JsonObject): boolean => typeof pattern === 'string' && pattern.startsWith('\\$\\{\\{');

function withDefault(options: readonly string[], usual: Json | undefined): readonly string[] {
  if (usual === undefined) return options;
  const first = String(usual);
  return [first, ...options.filter((one) => one !== first)];
}

function ofObject(schema: JsonObject): Control {
  if (isJsonObject(schema.properties ?? null) && Object.keys(schema.properties as object).length > 0) {
    return { kind: 'fields', schema };
  }
  const inner = controlOf(schema.additionalProperties, '');
  return inner.kind === 'text' ? { kind: 'pairs', scalar: inner.scalar } : { kind: 'yaml' };
}

function ofArray(variants: readonly JsonObject[]): Control {
  const lists = variants.filter((one) => typesOf(one).includes('array'));
  const others = variants.filter((one) => !typesOf(one).includes('array'));
  const [list] = lists;
  if (list === undefined || lists.length > 1) return { kind: 'yaml' };
  // A single value stands for a list of one.
  if (!others.every((one) => typesOf(one).every((type) => SCALARS.has(type)) && wordsOf(one).length === 0))
    return { kind: 'yaml' };
  const items = variantsOf(list.items);
  const types = new Set(items.flatMap(typesOf));
  const [only] = items;
  if (
    items.length === 1 &&
    only !== undefined &&
    types.has('object') &&
    only.properties !== undefined &&
    others.length === 0
  ) {
    return { kind: 'list', item: only };
  }
  if (types.size === 0 || ![...types].every((type) => SCALARS.has(type))) return { kind: 'yaml' };
  return { kind: 'lines', isNumbers: types.has('integer') || types.has('number') };
}

/** `maxQueued` as a person says it: "Max queued". */
export function labelOf(key: string): string {
  const own = LABELS[key];
  if (own !== undefined) return own;
  const words = key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const LABELS: Readonly<Record<string, string>> = {
  url: 'URL',
  json: 'JSON',
  tty: 'Pseudo-terminal',
  onLost: 'When its process vanishes',
  continueOnError: 'Count a failure as success',
  stopOnFail: 'When a step fails for good',
  onInterrupted: 'After a crash',
  failFast: 'Cancel the others when one fails',
  maxParallel: 'Instances at once',
  maxFailures: 'Failures allowed',
  forEach: 'For each',
};
