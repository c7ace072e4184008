import { isJsonObject, type Json } from '../../core/base/json.ts';
import { resolveTemplates, type Scope } from '../../core/expression/index.ts';

const SECRET = /\$\{\{\s*secrets\.([A-Za-z_][A-Za-z0-9_-]*)\s*\}\}/g;
/** Stands for a secret while the other templates are resolved: no expression ever sees a value. */
const PLACEHOLDER = /\ue000secret:([A-Za-z0-9_-]+)\ue000/g;

/** A value whose templates are resolved as of now; secrets come in when it is used. */
export interface Filled {
  readonly secrets: readonly string[];
  with(values: ReadonlyMap<string, string>): Json;
}

/** Resolves the templates of a value. Throws with the problem. */
export function fill(value: Json, scope: Scope): Filled {
  const secrets = new Set<string>();
  const apart = mapTexts(value, (text) =>
    text.replace(SECRET, (_, name: string) => {
      secrets.add(name);
      return `\ue000secret:${name}\ue000`;
    }),
  );
  const resolved = resolveTemplates(apart, scope);
  if (!resolved.ok) throw new Error(resolved.error.message);
  return {
    secrets: [...secrets],
    with: (values) =>
      mapTexts(resolved.value, (text) => text.replace(PLACEHOLDER, (_, name: string) => values.get(name) ?? '')),
  };
}

function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: Json) => mapTexts(item, change));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}
