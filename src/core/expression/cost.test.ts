import { describe, expect, it } from 'vitest';
import type { Json } from '../base/json.ts';
import {
  evaluate,
  LIMITS,
  parseExpression,
  parseTemplate,
  renderTemplate,
  resolveTemplates,
  type Scope,
} from './index.ts';

const numbers = Array.from({ length: 50_000 }, (_, index) => index);
const scope: Scope = {
  params: {
    numbers,
    hundred: numbers.slice(0, 100),
    texts: numbers.slice(0, 5_000).map((n) => `item ${n}`),
    long: 'a'.repeat(1_000_000),
    time: '2026-01-31T12:00:00Z',
  },
};

/** A bound for a busy machine: alone each takes a fraction of it. */
const MAX_MILLISECONDS = 4_000;

function timed(work: () => { ok: boolean }) {
  const start = performance.now();
  const result = work();
  expect(performance.now() - start).toBeLessThan(MAX_MILLISECONDS);
  return result as { ok: true; value: Json } | { ok: false; error: { code: string; message: string } };
}

const run = (text: string) =>
  timed(() => {
    const parsed = parseExpression(text);
    return parsed.ok ? evaluate(parsed.value, scope) : parsed;
  });

const doubled = (start: string, times: number, use: string): string => {
  let text = `cel.bind(x0, ${start}, `;
  for (let n = 1; n <= times; n++) text += `cel.bind(x${n}, x${n - 1} + x${n - 1}, `;
  return text + use.replaceAll('X', `x${times}`) + ')'.repeat(times + 1);
};
const paired = (times: number, use: string): string => {
  let text = 'cel.bind(x0, [1], ';
  for (let n = 1; n <= times; n++) text += `cel.bind(x${n}, [x${n - 1}, x${n - 1}], `;
  return text + use.replaceAll('X', `x${times}`) + ')'.repeat(times + 1);
};
const hundred = (inner: string, depth: number): string =>
  Array.from({ length: depth }, (_, n) => `params.hundred.map(v${n}, `).join('') + inner + ')'.repeat(depth);

describe('hostile expressions end with cost-exceeded', () => {
  it.each([
    ['nested maps', hundred('1', 5)],
    ['nested all', `${'params.hundred.all(x, '.repeat(6)}true${')'.repeat(6)}`],
    ['all that never decides', `${'params.hundred.all(x, x.foo || '.repeat(5)}true${')'.repeat(5)}`],
    ['failures in every round', 'params.numbers.exists(x, x.foo == 1)'],
    ['a product of two lists', 'params.numbers.filter(x, params.numbers.exists(y, x + y == -1))'],
    ['membership in every round', 'params.numbers.all(x, (x + 1) in params.numbers || x > 49990)'],
    ['a text that doubles', doubled('"0123456789"', 40, 'X.size()')],
    ['a list that doubles', doubled('[1, 2]', 40, 'X.size()')],
    ['a list of lists that doubles, written out', paired(40, 'X')],
    ['a list of lists that doubles, compared', `${paired(25, 'X')} == ${paired(25, 'X')}`],
    ['a list of lists that doubles, as JSON', paired(40, 'toJson(X).size()')],
    ['patterns over a long text', 'params.numbers.all(x, params.long.matches("(a*)*b") == false)'],
    ['a new pattern in every round', 'params.numbers.all(x, "a".matches("(a{9}){90}" + string(x)) == false)'],
    [
      'a search that is slow at every position',
      'params.hundred.all(x, !params.long.contains("b" + params.long.substring(500000)))',
    ],
    ['time zones in every round', 'params.numbers.all(x, formatDate(params.time, "yyyy", "Europe/Berlin") == "2026")'],
    ['JSON in every round', 'params.numbers.all(x, json(toJson(params.texts)).size() > 0)'],
    ['many elements from one text', 'params.long.split("").size()'],
    ['too many characters', `"${'x'.repeat(LIMITS.length)}"`],
    ['brackets', `${'('.repeat(4_000)}1${')'.repeat(4_000)}`],
    ['nots', `${'!'.repeat(9_000)}true`],
    ['minuses', `${'-'.repeat(9_000)}1`],
    ['lists in lists', `${'['.repeat(4_000)}${']'.repeat(4_000)}`],
    ['choices', `${'true ? 1 : '.repeat(800)}1`],
    ['indices', `params${'["a"]'.repeat(1_900)}`],
    ['properties', `params${'.a'.repeat(4_900)}`],
    ['nodes', `${'1+'.repeat(4_900)}1`],
  ])('%s', (_name, text) => {
    const result = run(text);
    expect(result.ok ? 'fine' : result.error.code).toBe('cost-exceeded');
  });

  it('deep JSON', () => {
    const result = timed(() => {
      const parsed = parseExpression('json(params.text)');
      return parsed.ok
        ? evaluate(parsed.value, { params: { text: `${'['.repeat(400_000)}${']'.repeat(400_000)}` } })
        : parsed;
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'cost-exceeded' } });
  });

  it('many templates share one budget', () => {
    const text = Array.from({ length: 500 }, () => '${{ params.numbers.all(x, x >= 0) }}').join(' ');
    const template = parseTemplate(text);
    const result = timed(() => (template.ok ? renderTemplate(template.value, scope) : template));
    expect(result).toMatchObject({ ok: false, error: { code: 'cost-exceeded' } });
    const many = Array.from({ length: 20_000 }, () => '${{ params.numbers.all(x, x >= 0) }}');
    expect(timed(() => resolveTemplates(many, scope))).toMatchObject({ error: { code: 'cost-exceeded' } });
  });

  it('a text full of opened templates is no quadratic search', () => {
    expect(timed(() => parseTemplate('${{ "'.repeat(200_000)))).toMatchObject({ ok: false });
    expect(timed(() => parseTemplate('${{ 1 }}'.repeat(100_000)))).toMatchObject({ error: { code: 'cost-exceeded' } });
  });
});

describe('work as flows have it stays far below the limits', () => {
  it.each<[string, string, Json]>([
    ['a filter over 50,000 elements', 'params.numbers.filter(x, x % 10000 == 0)', [0, 10_000, 20_000, 30_000, 40_000]],
    ['a join of 5,000 texts', 'params.texts.join("\\n").size()', 48_889],
    ['a pattern over 5,000 texts', 'params.texts.filter(t, t.matches("^item 49\\\\d+$")).size()', 110],
    ['a search in a long text', 'params.long.contains("error: something went wrong")', false],
    ['the whole of a large value', 'params.texts == params.texts', true],
    ['a chain of 1,000 operands', Array.from({ length: 1_000 }, () => 'true').join(' && '), true],
    ['a sum of 1,000 numbers', Array.from({ length: 1_000 }, () => '1').join(' + '), 1_000],
    ['brackets in brackets', `${'('.repeat(150)}1${')'.repeat(150)}`, 1],
  ])('%s', (_name, text, expected) => expect(run(text)).toEqual({ ok: true, value: expected }));

  it('reads a path without converting what is on the way', () => {
    const parsed = parseExpression('steps.big.outputs.list');
    const list = Array.from({ length: 200_000 }, (_, n) => n);
    const result = parsed.ok ? evaluate(parsed.value, { steps: () => ({ outputs: { list } }) }) : parsed;
    expect(result.ok ? result.value : result.error).toBe(list);
  });
});
