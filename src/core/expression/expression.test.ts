import { describe, expect, it } from 'vitest';
import type { Json } from '../base/json.ts';
import { evaluate, parseExpression, type Scope } from './index.ts';

const scope: Scope = {
  params: {
    count: 3,
    ratio: 0.5,
    name: 'demo',
    'dry-run': true,
    list: [1, 2, 3],
    none: null,
    nested: { a: { b: 'deep' } },
  },
  env: { HOME: '/home/me' },
  matrix: { os: 'linux', 'node-version': '22' },
  item: { id: 7 },
  index: 2,
  previous: null,
  trigger: () => ({ at: '2026-01-31T12:00:00Z', files: ['/in/a.csv'] }),
  steps: (id) => STEPS[id] ?? null,
  names: { file: '/in/a.csv' },
};

const STEPS: Record<string, Json> = {
  build: { status: 'succeeded', exitCode: 0, outputs: { version: '1.2.0', 'git-sha': 'abc', size: 2048 } },
  'build-app': { status: 'failed', exitCode: 7, outputs: {} },
  'test/lint': { status: 'succeeded' },
  'test[os=linux,node=22]': { status: 'skipped' },
};

function value(text: string, given: Scope = scope): Json {
  const parsed = parseExpression(text, { names: Object.keys(given.names ?? {}) });
  const result = parsed.ok ? evaluate(parsed.value, given) : parsed;
  if (!result.ok) throw new Error(`${text}: ${result.error.code} ${result.error.message}`);
  return result.value;
}

function refusal(text: string, given: Scope = scope) {
  const parsed = parseExpression(text);
  const result = parsed.ok ? evaluate(parsed.value, given) : parsed;
  if (result.ok) throw new Error(`${text} gives ${JSON.stringify(result.value)}`);
  return result.error;
}

const gives = (text: string, expected: Json) => expect(value(text), text).toEqual(expected);

describe('whole numbers are ints', () => {
  it.each<[string, Json]>([
    ['params.count + 1', 4],
    ['params.count / 2', 1],
    ['7 % 3', 1],
    ['-7 / 2', -3],
    ['params.count - 1', 2],
    ['0x10', 16],
    ['-9223372036854775808 < 0', true],
    ['string(9007199254740993)', '9007199254740993'],
    ['type(params.count) == int', true],
    ['type(params.ratio) == double', true],
    ['1u + 2u', 3],
  ])('%s', gives);

  it('computes int with double as double, for JSON has one kind of number', () => {
    gives('params.count * params.ratio', 1.5);
    gives('params.count / 2.0', 1.5);
    gives('1 - 0.5', 0.5);
  });

  it('refuses what a JSON number cannot hold exactly', () => {
    expect(refusal('9007199254740993')).toMatchObject({ code: 'number-precision' });
    expect(refusal('params.id', { params: { id: 2 ** 53 + 2 } })).toMatchObject({ code: 'number-precision' });
    expect(refusal('params.id + 1', { params: { id: 2 ** 53 + 2 } })).toMatchObject({ code: 'number-precision' });
    expect(value('params.x', { params: { x: 1e300 } })).toBe(1e300);
  });

  it('refuses overflow and division by zero', () => {
    expect(refusal('9223372036854775807 + 1')).toMatchObject({ code: 'integer-overflow' });
    expect(refusal('9223372036854775808')).toMatchObject({ code: 'integer-overflow', offset: 0 });
    expect(refusal('-(-9223372036854775808)')).toMatchObject({ code: 'integer-overflow' });
    expect(refusal('10 / (params.count - 3)')).toMatchObject({ code: 'division-by-zero', offset: 6 });
    expect(refusal('1 % 0').code).toBe('division-by-zero');
    expect(refusal('1.0 / 0.0')).toMatchObject({ code: 'not-json' });
  });
});

describe('what is absent is null', () => {
  it.each<[string, Json]>([
    ['params.nothing', null],
    ['params.nothing.at.any.depth', null],
    ['params.none.x', null],
    ['previous.outputs.version', null],
    ['steps.unknown.outputs.x', null],
    ['params.list[10]', null],
    ['params.list[-1]', null],
    ['params["no such"]', null],
    ['{"a": 1}.b.c', null],
    ['[1][5]', null],
    ['env.HOME', '/home/me'],
    ['params.nested.a.b', 'deep'],
    ['params.nested["a"].b', 'deep'],
    ['null == params.nothing', true],
    ['params.nothing == null', true],
    ['params.nothing != 1', true],
    ['params.toString', null],
    ['params.__proto__', null],
    ['params.constructor.name', null],
    ['has(params.none)', true],
    ['has(params.nothing)', false],
    ['has(params.nothing.deeper)', false],
    ['has(steps.build)', true],
    ['has(steps.unknown)', false],
  ])('%s', gives);

  it('is not null what has no properties at all', () => {
    expect(refusal('params.name.first')).toMatchObject({ code: 'type-mismatch', offset: 12 });
    expect(refusal('params.list.first').message).toContain('params.list[0].first');
    expect(refusal('params.list["a"]')).toMatchObject({ code: 'type-mismatch', offset: 12 });
  });
});

describe('comparison', () => {
  it.each<[string, Json]>([
    ['1 == 1.0', true],
    ['1.5 > 1', true],
    ['steps.build.exitCode > -0.5', true],
    ['steps.build-app.exitCode > 6.5', true],
    ['2u < 3', true],
    ['1 == "1"', false],
    ['null == false', false],
    ['[1, 2.0] == [1.0, 2]', true],
    ['{"a": [1]} == {"a": [1.0]}', true],
    ['{"a": 1} == {"b": 1}', false],
    ['"b" > "a"', true],
    ['false < true', true],
    ['2 in params.list', true],
    ['"name" in params', true],
    ['"nam" in params', false],
    ['b"ab" == b"ab"', true],
    ['timestamp("2026-01-01T00:00:00Z") < timestamp("2026-01-01T00:00:00.001Z")', true],
    ['duration("60s") == duration("1m")', true],
  ])('%s', gives);

  it('refuses what has no order', () => {
    expect(refusal('params.nothing > 1').message).toContain('`params.nothing` is null here');
    expect(refusal('"2" < 3').message).toContain('int("2")');
    expect(refusal('"a" in "abc"').message).toContain('"abc".contains("a")');
  });
});

describe('logic', () => {
  it.each<[string, Json]>([
    ['true || params.nothing > 1', true],
    ['params.nothing > 1 || true', true],
    ['params.nothing > 1 && false', false],
    ['!(1 > 2)', true],
    ['params.count > 2 ? "many" : 0', 'many'],
    ['params.list.all(x, x > 0)', true],
    ['params.list.exists(x, x == 2)', true],
    ['[1, "a"].exists(x, x > 0)', true],
    ['["a", 1].exists(x, x > 0)', true],
    ['params.list.exists_one(x, x > 2)', true],
    ['params.list.filter(x, x > 1)', [2, 3]],
    ['params.list.map(x, x * x)', [1, 4, 9]],
    ['params.list.map(x, x > 1, string(x))', ['2', '3']],
    [
      'params.list.map(x, params.list.map(y, x * y))',
      [
        [1, 2, 3],
        [2, 4, 6],
        [3, 6, 9],
      ],
    ],
    ['{"a": 1, "b": 2}.map(k, k)', ['a', 'b']],
    ['cel.bind(n, params.count * 2, n + n)', 12],
    ['[1].map(params, params + 1)', [2]],
  ])('%s', gives);

  it('takes nothing but true and false', () => {
    expect(refusal('!params.nothing').message).toContain('default(params.nothing, false)');
    expect(refusal('params.count && true')).toMatchObject({ code: 'type-mismatch', offset: 0 });
    expect(refusal('params.name ? 1 : 2').code).toBe('type-mismatch');
    expect(refusal('params.list.filter(x, x)')).toMatchObject({ code: 'type-mismatch', offset: 22 });
  });
});

describe('text', () => {
  it.each<[string, Json]>([
    ['"a" + "b"', 'ab'],
    ['"n=" + string(params.count)', 'n=3'],
    ['"""a\nb"""', 'a\nb'],
    ['r"\\d"', '\\d'],
  ])('%s', gives);

  it('is not joined with numbers by accident', () => {
    expect(refusal('"v" + params.count')).toEqual({
      code: 'type-mismatch',
      message: '`+` does not take a text and a whole number: write `string(params.count)` to join them as text',
      offset: 6,
    });
    expect(refusal('params.count + "v"').message).toContain('string(params.count)');
  });
});

describe('what comes out', () => {
  it.each<[string, Json]>([
    ['timestamp("2026-01-31T12:00:00+02:00")', '2026-01-31T10:00:00Z'],
    ['timestamp("2026-01-31T12:00:00.5Z")', '2026-01-31T12:00:00.500Z'],
    ['duration("1h30m")', '5400s'],
    ['duration("-1500ms")', '-1.5s'],
    ['b"abc"', 'YWJj'],
    ['type(1)', 'int'],
    ['{1: "a", true: "b", "c": [1.0]}', { '1': 'a', true: 'b', c: [1] }],
    ['{"__proto__": 1}.map(k, k)', ['__proto__']],
    ['trigger.files[0]', '/in/a.csv'],
    ['file', '/in/a.csv'],
    ['timestamp(trigger.at) + duration("36h") - timestamp(trigger.at)', '129600s'],
  ])('%s', gives);
});

describe('the scope', () => {
  it('says what is there when something is not', () => {
    expect(refusal('self.status', { params: {}, steps: () => null }).message).toBe(
      '`self` is not in scope here: there are params, steps',
    );
  });

  it('asks for what is read, once, and for nothing else', () => {
    const asked: string[] = [];
    const lazy = (name: string) => () => {
      asked.push(name);
      return { x: 1 };
    };
    const lazyScope: Scope = {
      params: lazy('params'),
      env: lazy('env'),
      steps: (id) => {
        asked.push(`steps.${id}`);
        return { exitCode: 0 };
      },
    };
    value('params.x + params.x + steps.a.exitCode', lazyScope);
    expect(asked).toEqual(['params', 'steps.a']);
  });

  it('leaves secrets to the place that may fill them in', () => {
    const parsed = parseExpression('"Bearer " + secrets.TOKEN');
    expect(parsed).toMatchObject({ ok: true, value: { roots: ['secrets'], paths: [['secrets', 'TOKEN']] } });
    expect(refusal('true || secrets.TOKEN == "x"')).toMatchObject({ code: 'secrets-not-here', offset: 8 });
  });
});

describe('what an expression reads', () => {
  const read = (text: string, options = {}) => {
    const parsed = parseExpression(text, options);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return parsed.value;
  };

  it('is listed by root, by step and by path', () => {
    const expression = read(
      'steps.build.outputs.version == params.tags[0] && steps["test/lint"].status == "succeeded"',
    );
    expect(expression.roots).toEqual(['steps', 'params']);
    expect(expression.steps).toEqual(['build', 'test/lint']);
    expect(expression.paths).toEqual([
      ['steps', 'build', 'outputs', 'version'],
      ['params', 'tags'],
      ['steps', 'test/lint', 'status'],
    ]);
    expect(expression.readsAnyStep).toBe(false);
  });

  it('has the place of every read', () => {
    const text = 'params.a + params.a';
    expect(read(text).paths).toEqual([['params', 'a']]);
    expect(read(text).reads.map(({ offset, end }) => text.slice(offset, end))).toEqual(['params.a', 'params.a']);
  });

  it('knows when any step may be read', () => {
    const expression = read('steps[item.id].status');
    expect(expression.readsAnyStep).toBe(true);
    expect(expression.roots).toEqual(['steps', 'item']);
  });

  it('does not count the variables of macros, nor types', () => {
    expect(read('[1].map(steps, steps + 1).all(x, type(x) == int)').roots).toEqual([]);
  });

  it('counts what is read inside macros', () => {
    expect(read('params.list.exists(x, x == matrix.os)').roots).toEqual(['params', 'matrix']);
  });
});

describe('errors of parsing', () => {
  it.each<[string, string, number, string]>([
    ['', 'expression-empty', 0, 'missing'],
    ['a = b', 'expression-syntax', 2, '`==`'],
    ['params.a and params.b', 'expression-syntax', 9, '`&&`'],
    ['(1 + 2', 'expression-syntax', 6, '`)` is missing'],
    ['1 +', 'expression-syntax', 3, 'ends too early'],
    ["'abc", 'expression-syntax', 0, 'not closed'],
    ['params.a params.b', 'expression-syntax', 9, '`params` is not expected here'],
    ['size()', 'wrong-arguments', 0, 'size(x)'],
    ['siz(params.a)', 'unknown-function', 0, 'did you mean `size`'],
    ['params.a.startWith("x")', 'unknown-function', 9, 'did you mean `startsWith`'],
    ['startsWith(params.a, "x")', 'unknown-function', 0, 'text.startsWith(start)'],
    ['params.a.basename()', 'unknown-function', 9, 'basename(params.a)'],
    ['params.a.map(x)', 'wrong-arguments', 9, 'list.map(x, x + 1)'],
    ['has(params)', 'wrong-arguments', 0, 'has(params.name)'],
    ['default(1)', 'wrong-arguments', 0, 'default(x, otherwise)'],
    ['parms.a == 1', 'unknown-name', 0, 'did you mean `params`'],
    ['params.a == success', 'unknown-name', 12, 'in quotes'],
    ['steps == null', 'invalid-argument', 0, 'steps.<id>'],
    ['let', 'expression-syntax', 0, 'reserved'],
  ])('%s', (text, code, offset, hint) => {
    const error = refusal(text);
    expect({ code: error.code, offset: error.offset }).toEqual({ code, offset });
    expect(error.message).toContain(hint);
  });

  it('knows which roots a place has', () => {
    const parsed = parseExpression('self.exitCode == 1', { roots: ['params', 'steps'] });
    expect(parsed).toMatchObject({ ok: false, error: { code: 'not-in-scope', offset: 0 } });
    expect(parseExpression('file', { names: ['file'] }).ok).toBe(true);
    expect(parseExpression('file').ok).toBe(false);
  });
});
