import { describe, expect, it } from 'vitest';
import { evaluate, type ParseOptions, parseExpression, type Scope } from './index.ts';

const scope: Scope = {
  params: { count: 5, 'dry-run': true, 'count-down': 9 },
  matrix: { 'node-version': 22 },
  env: { 'MY-VAR': 'x' },
  self: { outputs: { 'out-1': 'o' }, exitCode: 3 },
  steps: (id) => ({ id, exitCode: 4, outputs: { 'git-sha': 'abc', n: 2 } }),
};

function value(text: string, options: ParseOptions = {}) {
  const parsed = parseExpression(text, options);
  const result = parsed.ok ? evaluate(parsed.value, scope) : parsed;
  return result.ok ? result.value : `${result.error.code}@${result.error.offset}`;
}

describe('a name with - is accepted as written', () => {
  it.each([
    ['steps.build-app.id', 'build-app'],
    ['steps.build-app.outputs.git-sha', 'abc'],
    ['steps["build-app"].outputs.git-sha', 'abc'],
    ['params.dry-run', true],
    ['matrix.node-version + 1', 23],
    ['env.MY-VAR', 'x'],
    ['self.outputs.out-1', 'o'],
    ['steps . build-app . id', 'build-app'],
    ['steps.in.id + steps.true.id', 'intrue'],
    ['steps["test[os=linux,node=22]/lint"].id', 'test[os=linux,node=22]/lint'],
    ['"steps.a-b" + \'params.x-y\'', 'steps.a-bparams.x-y'],
    ['params.count // params.a-b\n + 1', 6],
  ])('%s', (text, expected) => expect(value(text)).toBe(expected));
});

describe('arithmetic goes on working', () => {
  it.each([
    ['steps.a.exitCode - 1', 3],
    ['steps.a.exitCode-1', 3],
    ['params.count - 1', 4],
    ['params.count -1', 4],
    ['params.count- 1', 4],
    ['params.count-(1)', 4],
    ['self.exitCode-self.exitCode', 0],
    ['steps.a.outputs.n - 1', 1],
    ['-params.count', -5],
    ['self.outputs.n-size("a")', 'type-mismatch@0'],
    ['params.count-size("a")', 4],
  ])('%s', (text, expected) => expect(value(text)).toBe(expected));

  it('says so when a name was read where a subtraction was meant', () => {
    expect(value('params.count-1')).toBe('unknown-name@7');
    expect(value('params.nothing-1')).toBe(null);
  });
});

describe('with the names known, the longest of them wins', () => {
  const knownSteps = ['build', 'build-app', 'build-app-2'];
  const knownParams = ['count', 'count-down'];

  it.each([
    ['steps.build-app-2.id', 'build-app-2'],
    ['steps.build-app.id', 'build-app'],
    ['steps.build-application.id', 'build-application'],
    ['params.count-1', 4],
    ['params.count-down-1', 8],
    ['params.count-down', 9],
  ])('%s', (text, expected) => {
    const parsed = parseExpression(text, { knownSteps, knownParams });
    const result = parsed.ok && evaluate(parsed.value, scope);
    if (text.startsWith('steps.build-application')) {
      // `build` is known, `application` then is no name of anything.
      expect(parsed).toMatchObject({ ok: false, error: { code: 'unknown-name', offset: 12 } });
    } else expect(result).toEqual({ ok: true, value: expected });
  });

  it('takes the whole when none fits, for the one who knows to suggest the nearest', () => {
    expect(parseExpression('steps.biuld-app.id', { knownSteps })).toMatchObject({ value: { steps: ['biuld-app'] } });
  });

  it('does not confuse lists of names in its cache', () => {
    expect(value('params.count-1', { knownParams: ['count'] })).toBe(4);
    expect(value('params.count-1', { knownParams: ['count-1'] })).toBe('unknown-name@7');
    expect(value('params.count-1', { knownParams: ['count'] })).toBe(4);
  });
});
