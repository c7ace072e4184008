import type { Json } from '../base/json.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Template, TemplateProblem } from './expression.ts';
import { Run } from './run.ts';
import type { Scope } from './scope.ts';
import { hasTemplate, renderIn } from './template.ts';

type Resolved = Result<Json, TemplateProblem>;

const MAX_NESTING = 1_000;

/** What holds no template comes back as it is, the same object. */
export function resolveDeep(value: Json, scope: Scope, parse: (text: string) => Result<Template>): Resolved {
  // One budget for all of it.
  const run = new Run(scope);
  const resolve = (part: Json, path: string, nesting: number): Resolved => {
    if (typeof part === 'string') return resolveText(part, path);
    if (typeof part !== 'object' || part === null) return ok(part);
    if (nesting >= MAX_NESTING) return err({ code: 'cost-exceeded', message: 'this is nested too deeply', path });
    const entries: [string, Json][] = [];
    let changed = false;
    for (const [key, inner] of Object.entries(part) as [string, Json][]) {
      const resolved = resolve(inner, join(path, key, Array.isArray(part)), nesting + 1);
      if (!resolved.ok) return resolved;
      changed ||= resolved.value !== inner;
      entries.push([key, resolved.value]);
    }
    if (!changed) return ok(part);
    return ok(Array.isArray(part) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries));
  };

  const resolveText = (text: string, path: string): Resolved => {
    if (!hasTemplate(text)) return ok(text);
    const template = parse(text);
    const rendered = template.ok ? renderIn(run, template.value) : template;
    return rendered.ok ? rendered : err({ ...rendered.error, path });
  };

  return resolve(value, '', 0);
}

/** `steps[3].retry`, and `headers["X-Y.Z"]` where a key is not a plain word. */
function join(path: string, key: string, inList: boolean): string {
  if (inList) return `${path}[${key}]`;
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
