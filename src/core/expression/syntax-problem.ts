import type { ParseError } from '@marcbachmann/cel-js';
import { err, type Problem, problem } from '../base/result.ts';

type Refusal = { ok: false; error: Problem };

const TOKENS: Readonly<Record<string, string>> = {
  RPAREN: ')',
  LPAREN: '(',
  RBRACKET: ']',
  RBRACE: '}',
  COLON: ':',
  IDENTIFIER: 'a name',
};

/** What is written in other languages, and how CEL writes it. */
const HABITS: Readonly<Record<string, string>> = {
  '=': '==',
  '&': '&&',
  '|': '||',
  and: '&&',
  or: '||',
  not: '!',
  '`': '"',
};

/** The parser's error in words of the person who wrote the text. */
export function explainSyntax(text: string, error: ParseError): Refusal {
  const start = Math.min(error.range?.start ?? 0, text.length);
  const at = (message: string, offset = start): Refusal => problem('expression-syntax', message, offset);
  const found = wordAt(text, start);
  switch (error.code) {
    case 'limit_exceeded':
      return problem('cost-exceeded', 'the expression is too large: take it apart', start);
    case 'unexpected_character':
    case 'unexpected_token':
    case 'expected_token': {
      if (found === '') return at(missingAtEnd(text, error.summary), text.length);
      const habit = HABITS[found];
      if (habit !== undefined) {
        const message = `\`${found}\` is not understood here: write \`${habit}\``;
        const offset = text.indexOf(found, start);
        return err({ code: 'expression-syntax', message, offset, instead: { length: found.length, text: habit } });
      }
      if (error.code === 'expected_token') return at(`${expected(error.summary)} is missing before \`${found}\``);
      return at(`\`${found}\` is not expected here: is an operator missing before it, or should it be in quotes?`);
    }
    case 'reserved_identifier':
      return at(`\`${found}\` is a reserved word: choose another name`);
    case 'invalid_macro_argument':
      return at(error.summary);
    case 'unterminated_string':
    case 'unterminated_triple_quoted_string':
      return at('a text in quotes is not closed');
    case 'newline_in_string':
      return at('a text in single quotes ends on its line: write `\\n`, or use three quotes');
    default:
      return at(lowered(error.summary));
  }
}

/** The word or the sign at an offset; nothing at the end. */
const wordAt = (text: string, offset: number): string =>
  /^(?:[A-Za-z0-9_]+|[\s\S])?/u.exec(text.slice(offset, offset + 40).trimStart())?.[0] ?? '';

const expected = (summary: string): string => {
  const token = /Expected (\w+)/.exec(summary)?.[1] ?? '';
  const sign = TOKENS[token];
  return sign === undefined ? 'something' : sign.length === 1 ? `\`${sign}\`` : sign;
};

const missingAtEnd = (text: string, summary: string): string => {
  if (summary.startsWith('Expected')) return `the expression ends too early: ${expected(summary)} is missing`;
  return `the expression ends too early: something is missing behind \`${text.trim().slice(-20)}\``;
};

const lowered = (summary: string): string => summary.charAt(0).toLowerCase() + summary.slice(1);
