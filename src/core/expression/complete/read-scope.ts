import type { Json } from '../../base/json.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Lazy, Scope } from '../scope.ts';

/** The value at a path of a scope; undefined where there is none. */
export function readScope(scope: Scope, path: readonly string[]): Json | undefined {
  const [root, ...rest] = path;
  if (root === undefined) return undefined;
  if (root === 'steps') {
    const [id, ...inner] = rest;
    return id === undefined || scope.steps === undefined ? undefined : below(scope.steps(id), inner);
  }
  const held = ownValue(scope, root) ?? ownValue(scope.names ?? {}, root);
  return held === undefined ? undefined : below(held, rest);
}

function ownValue(holder: object, name: string): Json | undefined {
  if (!Object.hasOwn(holder, name)) return undefined;
  const value = (holder as Readonly<Record<string, Lazy<Json> | undefined>>)[name];
  return typeof value === 'function' ? value() : value;
}

function below(value: Json, path: readonly string[]): Json | undefined {
  let at: Json | undefined = value;
  for (const part of path) {
    if (Array.isArray(at)) at = at[Number(part)] as Json | undefined;
    else if (isJsonObject(at ?? null) && Object.hasOwn(at as object, part)) at = (at as Record<string, Json>)[part];
    else return undefined;
  }
  return at;
}
