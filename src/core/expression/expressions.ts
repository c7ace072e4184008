import type { Json } from '../base/json.ts';
import { ok, problem, type Result } from '../base/result.ts';
import { createCache } from './cache.ts';
import type { Expression, ParseOptions, Template, TemplateProblem } from './expression.ts';
import { checkRoots, keyOf, parsePrepared, prepare } from './parse.ts';
import { resolveDeep } from './resolve.ts';
import type { Scope } from './scope.ts';
import { hasTemplate, OPEN, parseTemplateWith } from './template.ts';

export interface Expressions {
  parseExpression(text: string, options?: ParseOptions): Result<Expression>;
  parseTemplate(text: string, options?: ParseOptions): Result<Template>;
  parseCondition(value: string | boolean, options?: ParseOptions): Result<Expression | boolean>;
  resolveTemplates(value: Json, scope: Scope, options?: ParseOptions): Result<Json, TemplateProblem>;
}

/** Longer texts are parsed each time, so that the cache is bounded in memory as well as in number. */
const MAX_CACHED_LENGTH = 2_000;

/** Parses, and keeps what was parsed: flows ask for the same few expressions again and again. */
export function createExpressions({ cacheSize = 1_000 }: { readonly cacheSize?: number } = {}): Expressions {
  const cache = createCache<Result<Expression>>(cacheSize);

  const parseExpression = (text: string, options: ParseOptions = {}): Result<Expression> => {
    const hidden = prepare(text, options);
    if (!hidden.ok) return hidden;
    const key = keyOf(hidden.value);
    const parsed =
      key.length > MAX_CACHED_LENGTH
        ? parsePrepared(text, hidden.value)
        : cache.get(key, () => parsePrepared(text, hidden.value));
    return parsed.ok ? checkRoots(parsed.value, options) : parsed;
  };

  const parseTemplate = (text: string, options: ParseOptions = {}) => parseTemplateWith(parseExpression, text, options);

  const parseCondition = (value: string | boolean, options: ParseOptions = {}): Result<Expression | boolean> => {
    if (typeof value === 'boolean') return ok(value);
    if (!hasTemplate(value)) return parseExpression(value, options);
    const trimmed = value.trim();
    const template = parseTemplate(trimmed, options);
    if (template.ok && template.value.isWhole) return ok(template.value.expressions[0]!);
    // Quotes around the sign make a bare expression that happens to hold it.
    const bare = parseExpression(value, options);
    if (bare.ok) return bare;
    const start = value.indexOf(trimmed);
    if (!template.ok && trimmed.startsWith(OPEN)) {
      return problem(template.error.code, template.error.message, start + (template.error.offset ?? 0));
    }
    return problem(
      'condition-template',
      `a condition is one expression: write it without \`${OPEN} }}\`, or put one around all of it`,
      start,
    );
  };

  return {
    parseExpression,
    parseTemplate,
    parseCondition,
    resolveTemplates: (value, scope, options = {}) =>
      resolveDeep(value, scope, (text) => parseTemplate(text, { names: Object.keys(scope.names ?? {}), ...options })),
  };
}
