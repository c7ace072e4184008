import type { Json } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import type { Expression, ParseOptions, Template, TemplateProblem } from './expression.ts';
import { createExpressions } from './expressions.ts';
import type { Scope } from './scope.ts';

export { evaluate, evaluateCondition } from './evaluate.ts';
export type { Expression, ParseOptions, Template, TemplateProblem } from './expression.ts';
export { createExpressions } from './expressions.ts';
export { LIMITS } from './limits.ts';
export { withPointer } from './pointer.ts';
export { ROOTS, type Root, type Scope, SECRETS } from './scope.ts';
export { hasTemplate, renderTemplate } from './template.ts';

/** For callers that share one bounded cache; `createExpressions` makes one of their own. */
const shared = createExpressions();

/** Reads an expression. Problems have an offset (UTF-16 units) into the text. */
export const parseExpression = (text: string, options?: ParseOptions): Result<Expression> =>
  shared.parseExpression(text, options);

/** Takes a text with `${{ }}` apart. */
export const parseTemplate = (text: string, options?: ParseOptions): Result<Template> =>
  shared.parseTemplate(text, options);

/** `if`, `while`, `until`: a boolean, a bare expression, or one template. */
export const parseCondition = (value: string | boolean, options?: ParseOptions): Result<Expression | boolean> =>
  shared.parseCondition(value, options);

/** Fills in every template in a value, however deep; a problem says where it is. */
export const resolveTemplates = (value: Json, scope: Scope, options?: ParseOptions): Result<Json, TemplateProblem> =>
  shared.resolveTemplates(value, scope, options);
