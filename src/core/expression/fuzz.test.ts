import { expect, it } from 'vitest';
import { diceOf } from '../../testing/dice.ts';
import { evaluate, parseCondition, parseExpression, parseTemplate, renderTemplate, type Scope } from './index.ts';

/**
 * Mutated expressions: whatever the text, there is a value or a problem that points into it, soon. The nightly form takes
 * CHRONUM_FUZZ of them; CHRONUM_FUZZ_SEED repeats a run.
 */
const COUNT = Math.max(20_000, Number(process.env.CHRONUM_FUZZ ?? 0));
const SEED = process.env.CHRONUM_FUZZ_SEED ?? 'expressions';
const MAX_MILLISECONDS = 2_000;

const SEEDS = [
  'params.count + 1 > 2 && !(env.HOME == "/root") || params.list.all(x, x % 2 == 0)',
  'steps.build-app.outputs.git-sha == "abc" ? [1, 2.5, null] : {"a": {"b": true}}',
  'default(previous.outputs.version, "v" + string(index)).matches("^v[0-9]+(\\\\.\\\\d+)*$")',
  "formatDate(trigger.at, \"yyyy-MM-dd'T'HH:mm\", 'Europe/Berlin').split('-', 2).join('/')",
  'json(toJson(params.list.map(x, {"n": x, "s": string(x)}).filter(y, y.n > 1))).size()',
  'timestamp("2026-01-31T12:00:00Z") + duration("1h30m") - duration("1.5s")',
  'has(params.a.b) && has(steps.x) && steps["test/lint"].exitCode in [0, 1u, 0x1F, -5]',
  'cel.bind(n, params.list.size(), n * n / 2 % 3) == 1e3 || r"\\d" != b"\\xff\\u0041".hex()',
  'basename(params.path) + dirname("""a\n/b""") // comment\n + \'\\t\\101\'',
  '"👋ß".substring(1).lowerAscii().indexOf("s", 0) <= params.list.exists_one(e, e == -9223372036854775808)',
];
const PIECES = [
  ...'()[]{}.,:?!-+*/%<>=&|"\'\\`#@$~^; \n\t_0a',
  'true',
  'null',
  'in',
  'params',
  'steps',
  'secrets',
  '.map(x, ',
  '.all(x, ',
  '.matches(',
  'cel.bind(x, ',
  'has(',
  '${{',
  '}}',
  '"""',
  '9223372036854775807',
  '1e400',
  '0x',
  '1u',
  'b"',
  "r'",
  '\\u',
  '//',
  '__proto__',
  '.constructor',
  '\u0000',
  '\ud83d',
  'é',
  '👋',
  '(((((((((((',
  '!!!!!!!!!!',
];

const scope: Scope = {
  params: { count: 3, list: [1, 2, 3, 4], path: '/in/a.csv', a: {}, text: 'x', none: null },
  env: { HOME: '/home/me' },
  matrix: { os: 'linux' },
  item: { id: 1 },
  index: 0,
  flow: { name: 'demo' },
  run: { id: 'r' },
  trigger: { at: '2026-01-31T12:00:00Z' },
  previous: null,
  steps: (id) => (id === 'gone' ? null : { status: 'succeeded', exitCode: 0, outputs: { 'git-sha': 'abc' } }),
  self: { attempt: 1 },
  event: {},
};

function mutated(round: number): string {
  const roll = diceOf(SEED, round);
  let text = SEEDS[roll(SEEDS.length)]!;
  for (let left = 1 + roll(6); left > 0; left--) {
    const at = roll(text.length + 1);
    const piece = PIECES[roll(PIECES.length)]!;
    const other = SEEDS[roll(SEEDS.length)]!;
    const from = roll(other.length);
    switch (roll(6)) {
      case 0:
        text = text.slice(0, at) + piece + text.slice(at);
        break;
      case 1:
        text = text.slice(0, at) + text.slice(at + 1 + roll(4));
        break;
      case 2:
        text = text.slice(0, at) + piece + text.slice(at + piece.length);
        break;
      case 3:
        text = text.slice(0, at) + other.slice(from, from + roll(30)) + text.slice(at);
        break;
      case 4:
        text = text.slice(0, at);
        break;
      default:
        text = text.slice(0, at) + text.slice(at, at + roll(20)).repeat(1 + roll(40)) + text.slice(at);
    }
  }
  return text.slice(0, 12_000);
}

function outcome(text: string, round: number) {
  const roll = diceOf(SEED, -1 - round);
  if (roll(4) === 0) {
    const template = parseTemplate(`a ${'${{'} ${text} }} b`);
    return template.ok ? renderTemplate(template.value, scope) : template;
  }
  const parsed = roll(4) === 0 ? parseCondition(text) : parseExpression(text, { knownSteps: ['build', 'build-app'] });
  if (!parsed.ok || typeof parsed.value === 'boolean') return parsed;
  return evaluate(parsed.value, scope);
}

it(`${COUNT} mutated expressions give a value or a problem (seed ${SEED})`, { timeout: 600_000 }, () => {
  let values = 0;
  const codes = new Map<string, number>();
  for (let round = 0; round < COUNT; round++) {
    const text = mutated(round);
    const start = performance.now();
    let result: ReturnType<typeof outcome>;
    try {
      result = outcome(text, round);
    } catch (thrown) {
      throw new Error(`case ${round} of seed ${SEED} threw: ${JSON.stringify(text)}`, { cause: thrown });
    }
    const took = performance.now() - start;
    if (took > MAX_MILLISECONDS)
      throw new Error(`case ${round} of seed ${SEED} took ${took} ms: ${JSON.stringify(text)}`);
    if (result.ok) values++;
    else {
      codes.set(result.error.code, (codes.get(result.error.code) ?? 0) + 1);
      const { offset, message } = result.error;
      if (offset === undefined || offset < 0 || offset > text.length + 12 || message === '' || message.length > 700) {
        throw new Error(`case ${round} of seed ${SEED}: ${JSON.stringify({ text, error: result.error })}`);
      }
    }
  }
  // The mutations must reach every part, or they prove nothing.
  expect(values).toBeGreaterThan(COUNT / 50);
  for (const code of [
    'expression-syntax',
    'unknown-name',
    'unknown-function',
    'wrong-arguments',
    'type-mismatch',
    'invalid-argument',
  ]) {
    expect(codes.get(code) ?? 0, code).toBeGreaterThan(0);
  }
});
