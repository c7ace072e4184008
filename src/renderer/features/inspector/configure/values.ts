import type { Json } from '../../../../core/base/json.ts';
import type { FlowEdit } from '../../../../core/flow/edit/model.ts';
import { toJson } from '../../../../core/flow/schema/scalars.ts';
import type { Path } from '../../../../core/flow/yaml/path.ts';
import { isRawList, isRawMap, type Raw, resolvePlain } from '../../../../core/flow/yaml/plain.ts';

/** What a typed text stands for in the file. */
export type ScalarKind =
  /** Text and nothing else: `5` is written in quotes. Durations and ids are texts too: they need none. */
  | 'text'
  /** A script or another text of several lines. */
  | 'lines'
  | 'number'
  /** `true` and `false` are no texts; anything else is an expression. */
  | 'condition'
  /** Whatever YAML makes of it. */
  | 'any';

const NUMBER = /^-?\d+(\.\d+)?$/;

/** Undefined takes the key away. What is no number where one belongs is written as it is: the check of the file says what is wrong. */
export function valueOfText(text: string, kind: ScalarKind, before?: Raw): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  switch (kind) {
    case 'text':
      return trimmed;
    case 'lines':
      return linesValue(text, before);
    case 'number':
      return NUMBER.test(trimmed) ? Number(trimmed) : trimmed;
    case 'condition':
      return trimmed === 'true' || trimmed === 'false' ? trimmed === 'true' : trimmed;
    case 'any': {
      const typed = resolvePlain(trimmed);
      return typed === undefined || (typeof typed === 'number' && !Number.isFinite(typed)) ? trimmed : typed;
    }
  }
}

/** Several lines end with a line end, as people leave them; so does what had one before. */
function linesValue(text: string, before: Raw | undefined): string {
  const body = text.replace(/\n+$/, '');
  const endsLine = body.includes('\n') || (typeof before === 'string' && before.endsWith('\n'));
  return endsLine ? `${body}\n` : body;
}

/** A scalar as the file has it; empty for what is absent, a list or a map. */
export function textOfRaw(raw: Raw | undefined): string {
  if (typeof raw === 'string') return raw.replace(/\n$/, '');
  return typeof raw === 'symbol' ? (raw.description ?? '') : '';
}

export const jsonOfRaw = (raw: Raw | undefined): Json | undefined => (raw === undefined ? undefined : toJson(raw));

/** One or many, as a list. */
export function listOfRaw(raw: Raw | undefined): readonly Raw[] {
  if (raw === undefined) return [];
  return isRawList(raw) ? raw : [raw];
}

export const entriesOfRaw = (raw: Raw | undefined): readonly (readonly [string, Raw])[] =>
  isRawMap(raw) ? Object.entries(raw) : [];

/** Gives a key its value, or takes it away; with the last key of a map goes the map, up to `keep` parts of the path. */
export function settingEdits(root: Raw, path: Path, value: Json | undefined, keep: number): readonly FlowEdit[] {
  if (value !== undefined) return [{ op: 'set', path, value }];
  return rawAtPath(root, path) === undefined ? [] : [{ op: 'remove', path: emptied(root, path, keep) }];
}

function emptied(root: Raw, path: Path, keep: number): Path {
  const parent = path.slice(0, -1);
  const holder = rawAtPath(root, parent);
  const isLast = typeof holder === 'object' && Object.keys(holder).length === 1;
  return isLast && parent.length > keep ? emptied(root, parent, keep) : path;
}

export function rawAtPath(root: Raw | undefined, path: Path): Raw | undefined {
  let value = root;
  for (const part of path) {
    if (isRawList(value) && typeof part === 'number') value = value[part];
    else if (isRawMap(value) && Object.hasOwn(value, part)) value = value[String(part)];
    else return undefined;
  }
  return value;
}

interface Rule {
  readonly root: Raw;
  /** Of the rule: `['steps', 2, 'retry']`. */
  readonly path: Path;
  /** The key for which the value alone stands: `retry: 3` is `retry: {limit: 3}`. */
  readonly short: string;
  /** What stands for that key when another one is set and it has no value yet. */
  readonly usual: Json;
}

/** Changes one key of a rule that may be written in its short form, and keeps it short as long as that is all it says. */
export function ruleEdits(
  { root, path, short, usual }: Rule,
  key: string,
  value: Json | undefined,
): readonly FlowEdit[] {
  const written = rawAtPath(root, path);
  if (isRawMap(written)) {
    const others = Object.keys(written).filter((one) => one !== key);
    if (value === undefined && written[key] === undefined) return [];
    if (value === undefined && others.length === 0) return [{ op: 'remove', path }];
    return value === undefined
      ? [{ op: 'remove', path: [...path, key] }]
      : [{ op: 'set', path: [...path, key], value }];
  }
  if (key === short) return settingEdits(root, path, value, path.length - 1);
  if (value === undefined) return [];
  return [{ op: 'set', path, value: { [short]: jsonOfRaw(written) ?? usual, [key]: value } }];
}

/** A key of a rule as it is written, in either form. */
export function ruleValue(written: Raw | undefined, short: string, key: string): Raw | undefined {
  if (isRawMap(written)) return Object.hasOwn(written, key) ? written[key] : undefined;
  return key === short ? written : undefined;
}
