import type { Json } from '../base/json.ts';
import { err, ok, problem, type Result } from '../base/result.ts';
import { evaluateIn, evaluateToText } from './evaluate.ts';
import type { Expression, ParseOptions, Template, TemplatePart } from './expression.ts';
import { LIMITS } from './limits.ts';
import { Run } from './run.ts';
import { OPEN, skipLiteral } from './scan.ts';
import type { Scope } from './scope.ts';

export { hasTemplate, OPEN } from './scan.ts';

const CLOSE = '}}';

export type ParseExpression = (text: string, options?: ParseOptions) => Result<Expression>;

/**
 * Takes a text apart into what stands for itself and `${{ expression }}`. A `}}` inside quotes or brackets does not end an
 * expression; `${{ "${{" }}` writes the sign itself.
 */
export function parseTemplateWith(parse: ParseExpression, text: string, options: ParseOptions = {}): Result<Template> {
  if (text.length > LIMITS.templateLength) {
    return problem(
      'cost-exceeded',
      `a text with templates has at most ${LIMITS.templateLength.toLocaleString('en-US')} characters`,
      0,
    );
  }
  const parts: TemplatePart[] = [];
  const expressions: Expression[] = [];
  let at = 0;
  for (let open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
    if (expressions.length >= LIMITS.templates)
      return problem('cost-exceeded', `more than ${LIMITS.templates} templates in one text`, open);
    if (open > at) parts.push({ kind: 'text', text: text.slice(at, open), offset: at });
    const start = open + OPEN.length;
    const close = closeOf(text, start);
    if (close === undefined)
      return problem(
        'template-unterminated',
        `\`${OPEN}\` has no \`}}\`: close it, or write \`${OPEN} "${OPEN}" }}\` for the sign itself`,
        open,
      );
    const parsed = parse(text.slice(start, close), options);
    if (!parsed.ok) return err({ ...parsed.error, offset: start + (parsed.error.offset ?? 0) });
    at = close + CLOSE.length;
    expressions.push(parsed.value);
    parts.push({ kind: 'expression', expression: parsed.value, offset: open, start, end: at });
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at), offset: at });
  return ok({ text, parts, expressions, isWhole: parts.length === 1 && expressions.length === 1 });
}

/** The offset of the `}}` that ends the expression which begins at `start`. */
function closeOf(text: string, start: number): number | undefined {
  let depth = 0;
  // An expression that long is refused anyway: the search for its end must not cross the whole text for every `${{`.
  const limit = Math.min(text.length, start + LIMITS.length + CLOSE.length);
  for (let at = start; at < limit; ) {
    const behind = text[at] === '/' ? at : skipLiteral(text, at);
    if (behind > at) {
      at = behind;
      continue;
    }
    if (depth === 0 && text.startsWith(CLOSE, at)) return at;
    if (text[at] === '{') depth++;
    else if (text[at] === '}') depth--;
    at++;
  }
  return undefined;
}

/** A whole template keeps its value's type; anything else becomes a text. Offsets of problems count in the template's text. */
export const renderTemplate = (template: Template, scope: Scope): Result<Json> => renderIn(new Run(scope), template);

export function renderIn(run: Run, template: Template): Result<Json> {
  if (template.isWhole) return placed(template.parts[0]!, evaluateIn(run, template.expressions[0]!));
  let text = '';
  for (const part of template.parts) {
    if (part.kind === 'text') {
      text += part.text;
      continue;
    }
    const value = placed(part, evaluateToText(run, part.expression));
    if (!value.ok) return value;
    text += value.value;
    if (text.length > LIMITS.text) {
      return problem(
        'cost-exceeded',
        `the text grows beyond ${LIMITS.text.toLocaleString('en-US')} characters: hand it over in a file`,
        part.start,
      );
    }
  }
  return ok(text);
}

function placed<T>(part: TemplatePart, result: Result<T>): Result<T> {
  if (result.ok || part.kind === 'text') return result;
  return problem(result.error.code, result.error.message, part.start + (result.error.offset ?? 0));
}
