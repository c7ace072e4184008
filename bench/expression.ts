/**
 * Expressions beside the library's own evaluator, in one run: `node bench/expression.ts`. Prints microseconds for one
 * evaluation of a parsed expression, and for parsing anew. Ours counts its cost and never ends later than its budget allows.
 */
import { parse as parseReference } from '@marcbachmann/cel-js';
import { createExpressions, evaluate, type Scope } from '../src/core/expression/index.ts';

const list = Array.from({ length: 1_000 }, (_, n) => n);
const params = { count: 3, name: 'demo', list, nested: { a: { b: 'deep' } } };
const lifted = { ...params, count: 3n, list: list.map(BigInt) };
const scope: Scope = { params, steps: () => null };

const CASES: readonly (readonly [text: string, rounds: number])[] = [
  ['params.count > 2 && params.name == "demo"', 200_000],
  ['params.nested.a.b + "/" + string(params.count * 2)', 200_000],
  ['params.name.startsWith("de") ? [1, 2] : [3]', 200_000],
  ['params.list.filter(x, x % 2 == 0).map(x, x * x).size()', 500],
];

function microseconds(rounds: number, work: () => unknown): number {
  for (let n = 0; n < rounds / 5; n++) work();
  const start = performance.now();
  for (let n = 0; n < rounds; n++) work();
  return ((performance.now() - start) * 1_000) / rounds;
}

const shown = (value: number): string => value.toFixed(2).padStart(9);

console.log(`${'expression'.padEnd(58)} ${'ours'.padStart(9)} ${'library'.padStart(9)} ${'parse'.padStart(9)}`);
for (const [text, rounds] of CASES) {
  const { parseExpression } = createExpressions({ cacheSize: 0 });
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const reference = parseReference(text);
  const ours = microseconds(rounds, () => evaluate(parsed.value, scope));
  const theirs = microseconds(rounds, () => reference({ params: lifted }));
  const parsing = microseconds(5_000, () => parseExpression(text));
  console.log(`${text.padEnd(58)} ${shown(ours)} ${shown(theirs)} ${shown(parsing)}`);
}
