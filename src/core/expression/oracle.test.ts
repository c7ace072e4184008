import { evaluate as reference } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluate, parseExpression } from './index.ts';

/**
 * cel-js evaluates too; where its rules and ours are the same, the results must be. Generated so that both have an answer:
 * no mixed numbers, no absent properties, one kind of value in a list.
 */
function whole(depth: number): fc.Arbitrary<string> {
  const literal = fc.integer({ min: -50, max: 50 }).map((n) => (n < 0 ? `(${n})` : String(n)));
  const leaf = fc.oneof(literal, fc.constantFrom('params.n', 'params.m', 'size(params.list)', 'params.text.size()'));
  if (depth === 0) return leaf;
  const inner = whole(depth - 1);
  return fc.oneof(
    leaf,
    fc.tuple(inner, fc.constantFrom('+', '-', '*'), inner).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(inner, fc.constantFrom('/', '%'), fc.integer({ min: 1, max: 9 })).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(truth(depth - 1), inner, inner).map(([test, a, b]) => `(${test} ? ${a} : ${b})`),
    inner.map((a) => `int(string(${a}))`),
    inner.map((a) => `cel.bind(v, ${a}, v + v)`),
  );
}

function truth(depth: number): fc.Arbitrary<string> {
  const leaf = fc.constantFrom('true', 'false', 'params.on', 'params.text.startsWith("de")', '(2 in params.list)');
  if (depth === 0) return leaf;
  const number = whole(depth - 1);
  const inner = truth(depth - 1);
  return fc.oneof(
    leaf,
    fc.tuple(number, fc.constantFrom('<', '<=', '>', '>=', '==', '!='), number).map((parts) => `(${parts.join(' ')})`),
    fc.tuple(inner, fc.constantFrom('&&', '||'), inner).map((parts) => `(${parts.join(' ')})`),
    inner.map((a) => `!${a}`),
    fc
      .tuple(fc.constantFrom('all', 'exists', 'exists_one'), number)
      .map(([macro, n]) => `params.list.${macro}(x, x > ${n})`),
    number.map((n) => `(params.list.map(x, x * ${n}).filter(y, y % 2 == 0) == params.list)`),
  );
}

const params = { n: 7, m: -3, list: [1, 2, 3, 10], text: 'demo', on: true };
const lifted = { ...params, n: 7n, m: -3n, list: [1n, 2n, 3n, 10n] };

it('agrees with the evaluator of the library', () => {
  fc.assert(
    fc.property(fc.oneof(whole(4), truth(4)), (text) => {
      const parsed = parseExpression(text);
      if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
      const mine = evaluate(parsed.value, { params });
      const theirs: unknown = reference(text, { params: lifted });
      expect(mine).toEqual({ ok: true, value: typeof theirs === 'bigint' ? Number(theirs) : theirs });
    }),
    { numRuns: 3_000 },
  );
});
