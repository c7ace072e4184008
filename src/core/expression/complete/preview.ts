import type { Json } from '../../base/json.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Result } from '../../base/result.ts';
import {
  type Expression,
  evaluate,
  type ParseOptions,
  parseExpression,
  parseTemplate,
  renderTemplate,
  type Scope,
  SECRETS,
} from '../index.ts';
import { readScope } from './read-scope.ts';

/** What a text would have given in a run, or why it has no value there. */
export type Preview =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'none'; readonly why: string }
  /** The text is not an expression (yet): whoever checks the text says why. */
  | { readonly kind: 'broken' };

/** `scope` is undefined while the flow has never run. */
export function previewExpression(text: string, scope: Scope | undefined, options?: ParseOptions): Preview {
  const parsed = parseExpression(text, options);
  if (!parsed.ok) return { kind: 'broken' };
  return preview([parsed.value], scope, (known) => evaluate(parsed.value, known));
}

/** The same for a text with `${{ }}`. */
export function previewTemplate(text: string, scope: Scope | undefined, options?: ParseOptions): Preview {
  const parsed = parseTemplate(text, options);
  if (!parsed.ok) return { kind: 'broken' };
  return preview(parsed.value.expressions, scope, (known) => renderTemplate(parsed.value, known));
}

function preview(
  expressions: readonly Expression[],
  scope: Scope | undefined,
  evaluated: (scope: Scope) => Result<Json>,
): Preview {
  if (expressions.some(({ roots }) => roots.includes(SECRETS))) {
    return { kind: 'none', why: 'Holds a secret, which is filled in at the last moment and never shown' };
  }
  if (scope === undefined) return { kind: 'none', why: 'No value yet: the flow has not run' };
  const result = evaluated(scope);
  if (result.ok && result.value !== null) return { kind: 'value', value: result.value };
  const absent = expressions.flatMap(({ paths }) => paths.map((path) => whyAbsent(path, scope)));
  const [why] = absent.filter((one) => one !== undefined);
  if (why !== undefined) return { kind: 'none', why };
  return result.ok
    ? { kind: 'value', value: null }
    : { kind: 'none', why: `No value in the last run: ${result.error.message}` };
}

/** Why a path had nothing in a run; undefined when it had something. */
function whyAbsent(path: readonly string[], scope: Scope): string | undefined {
  const value = readScope(scope, path);
  if (value !== undefined && value !== null) return undefined;
  const [root, name, part, key] = path;
  if (root === 'steps' && name !== undefined) {
    const step = scope.steps?.(name);
    if (step === undefined || step === null) return `The last run had no step \`${name}\``;
    const status = isJsonObject(step) ? String(step.status) : '';
    if (status !== 'succeeded' && part !== 'status')
      return `\`${name}\` ${STATUS[status] ?? `was ${status}`} in the last run`;
    if (part === 'outputs' && key !== undefined)
      return `\`${name}\` gave no output \`${key}\` in the last run${gave(step)}`;
  }
  if (root === 'matrix' || root === 'item' || root === 'index')
    return 'Has a value in an instance alone: select one to see it';
  if (root === 'self') return 'Has a value once an attempt has ended';
  if (root === 'previous') return 'The last run was the first one';
  if (root === 'event') return 'Has a value while a hook runs';
  return value === undefined ? `\`${path.join('.')}\` had no value in the last run` : undefined;
}

const STATUS: Readonly<Record<string, string>> = {
  pending: 'had not begun',
  queued: 'had not begun',
  running: 'still runs',
  waiting: 'still waits',
  failed: 'failed',
  skipped: 'was skipped',
  cancelled: 'was cancelled',
};

function gave(step: Json): string {
  const outputs = isJsonObject(step) && isJsonObject(step.outputs ?? null) ? Object.keys(step.outputs as object) : [];
  return outputs.length === 0 ? '' : `: it gave ${outputs.map((name) => `\`${name}\``).join(', ')}`;
}
