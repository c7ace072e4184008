import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../base/json.ts';
import {
  createExpressions,
  evaluateCondition,
  hasTemplate,
  parseCondition,
  parseTemplate,
  renderTemplate,
  resolveTemplates,
  type Scope,
  withPointer,
} from './index.ts';

const scope: Scope = {
  params: { count: 3, ratio: 2.5, name: 'demo', on: true, none: null, list: [1, { a: 'x' }], big: 1e21 },
  steps: () => null,
};

function render(text: string, given: Scope = scope): Json {
  const template = parseTemplate(text);
  const result = template.ok ? renderTemplate(template.value, given) : template;
  if (!result.ok) throw new Error(`${result.error.code}@${result.error.offset} ${result.error.message}`);
  return result.value;
}

const refusal = (text: string) => {
  const template = parseTemplate(text);
  const result = template.ok ? renderTemplate(template.value, scope) : template;
  return result.ok ? undefined : result.error;
};

describe('a template that is only an expression keeps the type', () => {
  it.each<[string, Json]>([
    ['${{ params.count }}', 3],
    ['${{params.count * 2.5}}', 7.5],
    ['${{ params.on }}', true],
    ['${{ params.none }}', null],
    ['${{ params.list }}', [1, { a: 'x' }]],
    ['${{ {"a": {"b": 1}} }}', { a: { b: 1 } }],
    ['${{ {"a": 1}}}', { a: 1 }],
    ['${{ "}}" }}', '}}'],
    ['${{ "${{" }}', '${{'],
    ['${{\n  params.count // note\n}}', 3],
  ])('%s', (text, expected) => expect(render(text)).toEqual(expected));

  it('is a text as soon as anything stands around it', () => {
    expect(render(' ${{ params.count }}')).toBe(' 3');
    expect(render('${{ params.count }}${{ params.count }}')).toBe('33');
  });
});

describe('inside a text', () => {
  it.each<[string, string]>([
    ['n=${{ params.count }}!', 'n=3!'],
    ['${{ params.ratio }}/${{ 2.0 }}', '2.5/2'],
    ['[${{ params.none }}]', '[]'],
    ['[${{ params.absent.deep }}]', '[]'],
    ['on: ${{ params.on }}', 'on: true'],
    ['list: ${{ params.list }}', 'list: [1,{"a":"x"}]'],
    ['id ${{ 9007199254740993 }}', 'id 9007199254740993'],
    ['at ${{ timestamp(0) }}', 'at 1970-01-01T00:00:00Z'],
    ['for ${{ duration("90s") }}', 'for 90s'],
    ['$ {{ x }} $${ {', '$ {{ x }} $${ {'],
    ['', ''],
  ])('%s', (text, expected) => expect(render(text)).toBe(expected));
});

describe('parts', () => {
  it('have offsets into the template', () => {
    const text = 'a ${{ params.count }} b';
    const template = parseTemplate(text);
    if (!template.ok) throw new Error();
    expect(template.value.isWhole).toBe(false);
    expect(template.value.parts).toMatchObject([
      { kind: 'text', text: 'a ', offset: 0 },
      { kind: 'expression', offset: 2, start: 5, end: 21 },
      { kind: 'text', text: ' b', offset: 21 },
    ]);
  });

  it('offsets of problems count in the template', () => {
    expect(refusal('a ${{ params.cuont + parms.x }}')).toMatchObject({ code: 'unknown-name', offset: 21 });
    expect(refusal('a ${{ 1 + "x" }}')).toMatchObject({ code: 'type-mismatch', offset: 10 });
    expect(refusal('ab ${{ }}')).toMatchObject({ code: 'expression-empty', offset: 6 });
    expect(refusal('ab ${{ params.count')).toMatchObject({ code: 'template-unterminated', offset: 3 });
    expect(refusal('ab ${{ "}}')).toMatchObject({ code: 'template-unterminated', offset: 3 });
  });

  it('can be shown with the place', () => {
    const text = 'first line\n\tv${{ "v" + params.count }}';
    expect(withPointer(text, refusal(text)!)).toBe(
      [
        '`+` does not take a text and a whole number: write `string(params.count)` to join them as text',
        '   v${{ "v" + params.count }}',
        '              ^',
      ].join('\n'),
    );
    const long = `${'x'.repeat(300)}${'${{ 1 + "a" }}'}${'y'.repeat(300)}`;
    const [, line, caret] = withPointer(long, refusal(long)!).split('\n');
    expect(line!.length).toBeLessThan(110);
    expect(line![caret!.indexOf('^')]).toBe('"');
  });
});

describe('properties', () => {
  it('plain text renders as itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        fc.pre(!hasTemplate(text));
        expect(render(text)).toBe(text);
      }),
    );
  });

  it('a text in a parameter comes out as it is, whole and in between', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string().filter((text) => !hasTemplate(text)),
        (value, around) => {
          fc.pre(!hasTemplate(`${around}\${{ x }}${around}`.replace('${{ x }}', '')));
          const given: Scope = { params: { value } };
          expect(render('${{ params.value }}', given)).toBe(value);
          expect(render(`${around}|\${{ params.value }}|${around}`, given)).toBe(`${around}|${value}|${around}`);
        },
      ),
    );
  });

  it('any JSON in a parameter comes out as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = value as Json;
        fc.pre(!/\d{16}/.test(JSON.stringify(json)));
        expect(render('${{ params.value }}', { params: { value: json } })).toEqual(json);
        // Through the evaluator and not only past it.
        expect(render('${{ [params.value][0] }}', { params: { value: json } })).toEqual(
          JSON.parse(JSON.stringify(json)),
        );
      }),
    );
  });
});

describe('resolveTemplates', () => {
  it('fills in at any depth and leaves the rest as it is', () => {
    const untouched = { deep: [1, null, 'text'] };
    const value = { url: 'http://${{ params.name }}/', list: ['${{ params.list }}', 2], untouched };
    const result = resolveTemplates(value, scope);
    expect(result).toEqual({
      ok: true,
      value: { url: 'http://demo/', list: [[1, { a: 'x' }], 2], untouched: { deep: [1, null, 'text'] } },
    });
    expect(result.ok && (result.value as typeof value).untouched).toBe(untouched);
    expect(resolveTemplates(untouched, scope)).toEqual({ ok: true, value: untouched });
  });

  it('says where a problem is', () => {
    expect(resolveTemplates({ headers: { 'X-Y.Z': ['ok', 'v ${{ nope }}'] } }, scope)).toMatchObject({
      ok: false,
      error: { code: 'unknown-name', path: 'headers["X-Y.Z"][1]', offset: 6 },
    });
    expect(resolveTemplates('${{ 1 / 0 }}', scope)).toMatchObject({ error: { path: '' } });
    expect(resolveTemplates({ retry: { limit: '${{ 1 / 0 }}' } }, scope)).toMatchObject({
      error: { path: 'retry.limit' },
    });
  });

  it('knows the names that the flow gives itself', () => {
    expect(resolveTemplates('${{ file }}', { names: { file: 'a.csv' } })).toEqual({ ok: true, value: 'a.csv' });
  });

  it('keeps __proto__ a key like any other', () => {
    const value = JSON.parse('{"__proto__": "${{ params.count }}"}') as Json;
    const result = resolveTemplates(value, scope);
    expect(result.ok && JSON.stringify(result.value)).toBe('{"__proto__":3}');
  });
});

describe('parseCondition', () => {
  const decide = (value: string | boolean) => {
    const condition = parseCondition(value);
    const result = condition.ok ? evaluateCondition(condition.value, scope) : condition;
    return result.ok ? result.value : result.error.code;
  };

  it.each<[string | boolean, boolean | string]>([
    [true, true],
    [false, false],
    ['params.on', true],
    ['${{ params.on }}', true],
    ['  ${{ params.count > 5 }} ', false],
    ['!params.on', false],
    ['params.name == "${{"', false],
    ['params.none', 'condition-not-boolean'],
    ['params.count', 'condition-not-boolean'],
    ['"true"', 'condition-not-boolean'],
    ['${{ params.on }} && true', 'condition-template'],
    ['parms.on', 'unknown-name'],
    ['', 'expression-empty'],
  ])('%s', (value, expected) => expect(decide(value)).toBe(expected));
});

describe('the cache', () => {
  it('gives the same expression for the same text, and forgets the oldest', () => {
    const { parseExpression } = createExpressions({ cacheSize: 2 });
    const parse = (text: string) => {
      const result = parseExpression(text);
      return result.ok ? result.value : undefined;
    };
    const first = parse('1 + 1');
    expect(parse('1 + 1')).toBe(first);
    parse('1 + 2');
    expect(parse('1 + 1')).toBe(first);
    parse('1 + 3');
    parse('1 + 4');
    expect(parse('1 + 1')).not.toBe(first);
  });

  it('keeps no long texts', () => {
    const { parseExpression } = createExpressions();
    const text = `"${'x'.repeat(5_000)}"`;
    const [a, b] = [parseExpression(text), parseExpression(text)];
    expect(a.ok && b.ok && a.value !== b.value).toBe(true);
  });
});
