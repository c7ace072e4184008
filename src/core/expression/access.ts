import { isJsonObject, type Json } from '../base/json.ts';
import { lift, liftNumber } from './convert.ts';
import { fail } from './failure.ts';
import { mapKey } from './operators.ts';
import type { Code, Run } from './run.ts';
import { type Lazy, ROOTS, type Scope } from './scope.ts';
import { inWords, isList, isMap, kindOf, ownProperty, type Value } from './value.ts';

/** One link of a chain such as `steps.build.outputs["x"][i]`. `of` is the source of what it reads from. */
export type Link =
  | { readonly kind: 'name'; readonly name: string; readonly at: number; readonly of: string }
  | { readonly kind: 'index'; readonly code: Code; readonly at: number; readonly of: string };

export interface Chain {
  readonly root: string;
  readonly at: number;
  readonly links: readonly Link[];
}

/** Follows a chain through the scope's own JSON, so that only what it ends at is converted. */
export function readChain(run: Run, chain: Chain): Json {
  run.spend(1 + chain.links.length, chain.at);
  let [json, links] = begin(run, chain);
  for (const link of links) json = readLink(run, json, link);
  return json;
}

function begin(run: Run, { root, at, links }: Chain): [Json, readonly Link[]] {
  if (root !== 'steps') return [readRoot(run, root, at), links];
  const { steps } = run.scope;
  if (steps === undefined) return notInScope(run.scope, root, at);
  const first = links[0]!;
  const id = first.kind === 'name' ? first.name : first.code(run);
  if (typeof id !== 'string') {
    return fail(
      'type-mismatch',
      `\`steps[..]\` needs the id of a step, a text: this is ${inWords(kindOf(id))}`,
      first.at,
    );
  }
  return [steps(id) ?? null, links.slice(1)];
}

function readRoot(run: Run, root: string, at: number): Json {
  const given = rootOf(run.scope, root);
  if (given === undefined) return notInScope(run.scope, root, at);
  if (typeof given !== 'function') return given;
  const known = run.roots.get(root);
  if (known !== undefined) return known;
  const json = given() ?? null;
  run.roots.set(root, json);
  return json;
}

function rootOf(scope: Scope, root: string): Lazy<Json> | undefined {
  if (isRoot(root)) return scope[root];
  return scope.names !== undefined && Object.hasOwn(scope.names, root) ? scope.names[root] : undefined;
}

const isRoot = (name: string): name is Exclude<(typeof ROOTS)[number], 'steps'> =>
  name !== 'steps' && (ROOTS as readonly string[]).includes(name);

function notInScope(scope: Scope, root: string, at: number): never {
  const given = [...ROOTS.filter((name) => scope[name] !== undefined), ...Object.keys(scope.names ?? {})];
  return fail(
    'not-in-scope',
    `\`${root}\` is not in scope here: there ${given.length === 1 ? 'is' : 'are'} ${given.join(', ') || 'no names'}`,
    at,
  );
}

function readLink(run: Run, json: Json, link: Link): Json {
  if (link.kind === 'index') {
    const key = link.code(run);
    if (json === null) return null;
    if (Array.isArray(json)) return json[listIndex(key, link)] ?? null;
    if (isJsonObject(json)) return (typeof key === 'string' ? ownProperty(json, key) : undefined) ?? null;
  } else {
    if (json === null) return null;
    if (isJsonObject(json)) return ownProperty(json, link.name) ?? missing(link, (name) => Object.hasOwn(json, name));
  }
  return noProperties(link, lift(run, json, link.at));
}

/** The value at the end of a chain. */
export function liftEnd(run: Run, json: Json, at: number): Value {
  return typeof json === 'number' ? liftNumber(json, at) : lift(run, json, at);
}

export function readValueLink(run: Run, value: Value, link: Link): Value {
  run.spend(1, link.at);
  const key = link.kind === 'index' ? link.code(run) : link.name;
  if (value === null) return null;
  if (isMap(value)) {
    const found = mapKey(key);
    return (found === undefined ? undefined : value.get(found)) ?? null;
  }
  if (isList(value) && link.kind === 'index') return value[listIndex(key, link)] ?? null;
  return noProperties(link, value);
}

function listIndex(key: Value, link: Link): number {
  const index = typeof key === 'bigint' ? Number(key) : key;
  if (typeof index === 'number' && Number.isInteger(index)) return index;
  return fail(
    'type-mismatch',
    `\`${link.of}\` is a list: its elements are counted from 0, and this is ${inWords(kindOf(key))}`,
    link.at,
  );
}

function noProperties(link: Link, value: Value): never {
  const what = `\`${link.of}\` is ${inWords(kindOf(value))}`;
  if (link.kind === 'index') return fail('type-mismatch', `${what}: only lists and maps have elements`, link.at);
  const hint = isList(value)
    ? `write \`${link.of}[0].${link.name}\` for one element or \`${link.of}.map(x, x.${link.name})\` for all`
    : 'only maps have properties';
  return fail('type-mismatch', `${what}: ${hint}`, link.at);
}

/** `params.count-1` reads a name with a minus. If only `count` is there, a subtraction was meant. */
function missing(link: Extract<Link, { kind: 'name' }>, has: (name: string) => boolean): null {
  for (let at = link.name.lastIndexOf('-'); at > 0; at = link.name.lastIndexOf('-', at - 1)) {
    const name = link.name.slice(0, at);
    if (!has(name)) continue;
    const rest = link.name.slice(at + 1);
    fail(
      'unknown-name',
      `there is no \`${link.name}\`: for a subtraction put blanks around the minus, \`${link.of}.${name} - ${rest}\``,
      link.at,
    );
  }
  return null;
}

/** Whether the last link of a chain is there, for `has(..)`: with a value of null as well. */
export function hasLink(container: Json, link: Link): boolean {
  return link.kind === 'name' && isJsonObject(container) && ownProperty(container, link.name) !== undefined;
}
