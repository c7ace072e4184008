import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFlow } from './read.ts';

const read = (text: string) => readFlow(text, { file: 'flow.yaml' });
const steps = (text: string) => `name: x\nsteps:\n${text}`;
/** `line:column code message`, in the order of the file. */
const say = (text: string) => read(text).diagnostics.map((d) => `${d.line}:${d.column} ${d.code} ${d.message}`);
const only = (text: string) => {
  const { diagnostics } = read(text);
  expect(diagnostics.map((d) => d.message)).toHaveLength(1);
  return diagnostics[0]!;
};
const fixed = (text: string) => {
  const { fix } = only(text);
  return fix?.edits.reduceRight(
    (result, { start, end, text: by }) => result.slice(0, start) + by + result.slice(end),
    text,
  );
};

describe('reading a flow', () => {
  it('loads the example of the readme as it stands', () => {
    const { flow, diagnostics, lines } = read(readFileSync('examples/deploy-api.chronum.yaml', 'utf8'));
    expect(diagnostics).toEqual([]);
    expect(flow).toMatchObject({
      version: 1,
      name: 'deploy-api',
      maxParallel: 3,
      stopOnFail: true,
      defaultRetry: { limit: 2 },
      steps: [
        { id: 'build', name: 'build', run: 'echo "Building project"' },
        { id: 'test', needs: { kind: 'all', entries: [{ kind: 'step', atom: 'build' }] } },
        { id: 'lint' },
        { id: 'deploy' },
        { id: 'preprocess', executor: 'python', run: 'scripts/preprocess.py' },
        { id: 'deployed', run: './deploy.sh' },
      ],
    });
    expect(lines.steps).toEqual({ build: 7, test: 10, lint: 14, deploy: 18, preprocess: 22, deployed: 26 });
  });

  it('takes `retry` of a flow as the old name of `defaultRetry`', () => {
    const text = readFileSync('examples/deploy-api.chronum.yaml', 'utf8');
    expect(read(text.replace('defaultRetry', 'retry')).flow).toEqual(read(text).flow);
    expect(only('name: x\nretry: 1\ndefaultRetry: 2\nsteps: [{name: a, run: b}]')).toMatchObject({
      code: 'key-duplicate',
      path: 'retry',
    });
  });

  it('spells shorthands out and reads durations, env and matrix values from their source text', () => {
    const { flow } = read(
      steps(`
  - name: Build & test
    run: make
    env: {A: 3.10, B: true, C: +3, D: "5", E: }
    timeout: 1h30m
    delay: 250ms
    retry: 3
    fallback: {run: echo no}
    if: \${{ params.x == 1 }}
    matrix: {node: [3.10, +3, 0x1F, {a: 1.50}], include: [{os: 1.0}]}
    outputs: {a: stdout, b: {from: stdout, pattern: "v(.*)"}, c: {from: stdout, json: /a}, d: 5}
`),
    );
    expect(flow?.steps[0]).toEqual({
      id: 'build-test',
      name: 'Build & test',
      run: 'make',
      env: { A: '3.10', B: 'true', C: '+3', D: '5', E: '' },
      timeout: 5_400_000,
      delay: { for: 250 },
      retry: { limit: 3 },
      fallback: [{ kind: 'body', run: 'echo no' }],
      if: 'params.x == 1',
      matrix: { axes: { node: ['3.10', '+3', '0x1F', { a: 1.5 }] }, include: [{ os: '1.0' }] },
      outputs: {
        a: { kind: 'stdout' },
        b: { kind: 'pattern', pattern: 'v(.*)' },
        c: { kind: 'json', pointer: '/a' },
        d: { kind: 'expression', expression: '5' },
      },
    });
  });

  it('takes the braces off conditions, whatever braces the expression has', () => {
    const conditionOf = (text: string) => read(steps(`  - {name: a, run: b, if: '${text}'}\n`)).flow?.steps[0]?.if;
    expect(conditionOf('${{ params.x }}')).toBe('params.x');
    expect(conditionOf('${{ {"a": {"b": true}}.a.b }}')).toBe('{"a": {"b": true}}.a.b');
    expect(conditionOf('${{ true }} && ${{ false }}')).toBeUndefined();
  });

  it('resolves anchors and merges, and keeps what stands under x-', () => {
    const { flow, diagnostics } = read(
      `name: x
x-base: &base {timeout: 5s, retry: 1}
steps:
  - {name: a, run: b, <<: *base, retry: 2}
  - {name: c, run: d, timeout: *t}
`.replace('timeout: 5s', 'timeout: &t 5s'),
    );
    expect(diagnostics).toEqual([]);
    expect(flow?.steps).toMatchObject([{ timeout: 5_000, retry: { limit: 2 } }, { timeout: 5_000 }]);
    expect(flow?.extensions).toEqual({ 'x-base': { timeout: '5s', retry: 1 } });
  });

  it('makes ids from names, or from the place where a name gives none', () => {
    const { flow } = read(
      steps(
        '  - {name: Überall Da, run: a}\n  - {name: 1st, run: a}\n  - {name: "--", run: a}\n  - {name: A_b-C, run: a}\n',
      ),
    );
    expect(flow?.steps.map((step) => step.id)).toEqual(['berall-da', 'step-2', 'step-3', 'a_b-c']);
  });

  it('gives triggers ids by content, whatever their place', () => {
    const idsOf = (list: string) =>
      read(`name: x\ntriggers: ${list}\nsteps: [{name: a, run: b}]`).flow?.triggers?.map(({ id }) => id);
    const [manual, every, cron] = idsOf('[manual, {every: 4s}, {cron: "0 9 * * *"}]')!;
    expect(manual).toBe('manual');
    expect(idsOf('[{cron: "0 9 * * *"}, {every: 4s, enabled: false}]')).toEqual([cron, every]);
    expect(idsOf('[{every: 5s}]')).not.toEqual([every]);
  });
});

describe('what a flow file may not say', () => {
  it('tells everything at once, with the place of each', () => {
    expect(
      say(`name: 12
stopOnFail: drian
timeout: 30
steps:
  - name: build
    run: echo
    need: [x]
    retry: {limit: -1, backof: linear, delay: 10 seconds}
  - name: test
    run: echo
    needs: [biuld]
`),
    ).toEqual([
      '1:7 value-invalid `name` must be a name, not `12`',
      '2:13 value-invalid `stopOnFail` must be `false`, `true`, `drain` or a template, not `drian`: did you mean `drain`?',
      '3:10 duration-invalid `timeout`: `30` is not a duration: add a unit, for example `30s`',
      '7:5 unknown-key `need` is not a key of a step: did you mean `needs`?',
      '8:20 value-invalid `limit` must be a whole number of at least 0, not `-1`',
      '8:24 unknown-key `backof` is not a key of `retry`: did you mean `backoff`?',
      '8:47 duration-invalid `delay`: `10 seconds` is not a duration: write a number and a unit, for example 250ms, 4s, 30m, 1h30m or 2d',
      '11:13 step-unknown `test` needs `biuld`, and there is no such step here: did you mean `build`?',
    ]);
  });

  it('has a path and an end for every finding, and no flow', () => {
    const { flow, draft, diagnostics } = read(steps('  - {name: a, run: b, retry: {limit: many}}\n'));
    expect(flow).toBeNull();
    expect(draft?.steps[0]).toMatchObject({ id: 'a', run: 'b' });
    expect(diagnostics[0]).toMatchObject({
      path: 'steps[0].retry.limit',
      line: 3,
      column: 38,
      endLine: 3,
      endColumn: 42,
    });
  });

  it.each([
    ['needs: !a', 'tag'],
    ['if: !x && y', 'tag'],
    ['if: *x', 'alias'],
  ])('sends %s into quotes', (line, what) => {
    const text = steps(`  - name: a\n    run: b\n    ${line}\n`);
    const finding = only(text);
    expect(finding.message).toContain(what);
    expect(finding.message).toContain('in quotes');
    expect(fixed(text)).toContain(line.replace(/: (.*)$/, ": '$1'"));
  });

  it('takes five stars for what they were meant to be', () => {
    const text = 'name: x\ntriggers:\n  - cron: * * * * *\nsteps: [{name: a, run: b}]\n';
    expect(only(text)).toMatchObject({ code: 'yaml-invalid', line: 3 });
    expect(fixed(text)).toContain("cron: '* * * * *'");
  });

  it('says of a form cut at its comma that it wants quotes', () => {
    const text =
      'name: x\ntriggers:\n  - calendar: {hour: 9, minute: jitter(+2, 2), second: 5}\nsteps: [{name: a, run: b}]\n';
    expect(only(text)).toMatchObject({ code: 'calendar-comma-unquoted', path: 'triggers[0].calendar.minute' });
    expect(fixed(text)).toContain("minute: 'jitter(+2, 2)', second: 5");
    expect(read(fixed(text)!).diagnostics).toEqual([]);
  });

  it('shows both places of what is there twice', () => {
    expect(only(steps('  - {name: a, run: b, run: c}\n')).message).toContain('first on line 3');
    expect(only(steps('  - {name: Ab, run: b}\n  - {id: ab, run: c}\n')).message).toContain('on line 3 and on line 4');
    expect(only('name: x\nsteps: [{id: a, run: b}]\nhandlers: {always: [{id: a, run: b}]}\n')).toMatchObject({
      code: 'step-duplicate',
      line: 3,
    });
    expect(only('name: x\ntriggers: [{every: 4s}, {every: 4s}]\nsteps: [{id: a, run: b}]\n').code).toBe(
      'trigger-duplicate',
    );
  });

  it('prints a cycle as a path', () => {
    const text = steps(
      '  - {id: a, run: x, needs: [b]}\n  - {id: b, run: x, needs: c || d}\n  - {id: c, run: x, needs: [a.done]}\n  - {id: d, run: x}\n',
    );
    expect(only(text)).toMatchObject({ code: 'needs-cycle', path: 'steps[0].needs' });
    expect(only(text).message).toContain('`a → b → c → a`');
  });

  it('wants a step needed before its result is read, and adds it', () => {
    const text = steps(
      '  - {id: a, run: x}\n  - id: b\n    run: x\n    needs: []\n  - id: c\n    run: echo ${{ steps.a.exitCode }}\n    needs: [b]\n',
    );
    expect(only(text)).toMatchObject({ code: 'step-not-needed', line: 8 });
    expect(fixed(text)).toContain('needs: [b, a]');
    expect(read(text.replace('needs: []', 'needs: [a]')).diagnostics).toEqual([]);
  });

  it('lets a step that stands in for others read what all of them need', () => {
    const text = (needs: string) =>
      steps(
        `  - {id: a, run: x}\n  - {id: b, run: x, needs: [a], fallback: f}\n  - {id: c, run: x, needs: [${needs}], fallback: f}\n  - {id: f, run: "echo \${{ steps.a.status }}"}\n`,
      );
    expect(read(text('a')).diagnostics).toEqual([]);
    expect(only(text('')).code).toBe('step-not-needed');
  });

  it.each([
    ['an operator', 'env: {T: "${{ secrets.T + \'x\' }}"}', 'secret-in-expression'],
    ['a function', 'env: {T: "${{ default(secrets.T, \'x\') }}"}', 'secret-in-expression'],
    ['a bracket', 'env: {T: "${{ secrets[\'T\'] }}"}', 'secret-in-expression'],
    ['a variable', 'env: {T: "x${{ secrets.T }}"}, workingDir: "${{ env.T }}"', 'secret-by-variable'],
  ])('keeps secrets out of expressions: %s', (_, keys, code) => {
    expect(only(steps(`  - {id: a, run: x, ${keys}}\n`)).code).toBe(code);
  });

  it('lets text stand around a secret, and other variables be read', () => {
    const text = steps('  - {id: a, run: x, env: {T: "a-${{ secrets.T }}-${{ env.U }}", U: x}}\n');
    expect(read(text).diagnostics).toEqual([]);
  });

  it('keeps secrets out of everything but env and what an executor allows', () => {
    expect(only(steps('  - {id: a, run: "echo ${{ secrets.T }}"}\n')).code).toBe('secret-not-here');
    expect(only(steps('  - {id: a, run: x, if: secrets.T == 1}\n')).code).toBe('secret-not-here');
    expect(read(steps('  - {id: a, run: x, env: {T: "${{ secrets.T }}"}}\n')).diagnostics).toEqual([]);
    expect(
      read(steps('  - {id: a, executor: http, with: {url: u, headers: {T: "${{ secrets.T }}"}}}\n')).diagnostics,
    ).toEqual([]);
    const own = readFlow(steps('  - {id: a, executor: mine, with: {key: "${{ secrets.T }}"}}\n'), {
      file: 'x',
      knownExecutors: ['mine'],
      secretFields: { mine: ['key'] },
    });
    expect(own.diagnostics).toEqual([]);
  });

  it('warns of values pasted into scripts, and passes them as variables', () => {
    const text = 'name: x\nparams: {who: you}\nsteps:\n  - id: a\n    run: echo "hello ${{ params.who }}"\n';
    expect(only(text)).toMatchObject({ code: 'injection', severity: 'warning' });
    expect(fixed(text)).toBe(
      'name: x\nparams: {who: you}\nsteps:\n  - id: a\n    run: echo "hello ${WHO}"\n    env:\n      WHO: ${{ params.who }}\n',
    );
    expect(read(fixed(text)!).diagnostics).toEqual([]);
  });

  it('refuses pasted values that strangers choose', () => {
    const text = (value: string) =>
      `name: x\nparams: {who: you}\ntriggers: [{watch: "in/*", params: {who: "\${{ trigger.files[0] }}"}}]\nsteps:\n  - id: a\n    run: echo \${{ ${value} }}\n`;
    expect(only(text('trigger.files[0]'))).toMatchObject({ code: 'injection', severity: 'error' });
    expect(only(text('params.who'))).toMatchObject({ code: 'injection', severity: 'error' });
    expect(only(text('trigger.type'))).toMatchObject({ code: 'injection', severity: 'warning' });
  });

  it('reads keys without effect, checks them, and says so', () => {
    const { flow, diagnostics } = read(
      'name: x\ndeadline: 2h\nalerts: [{after: 2, run: echo}]\nworkspace: temp\nretention: {runs: 5, keep: failures}\ntriggers: [{git: push}]\nsteps:\n  - {id: a, run: x, cache: {key: 1}, sources: src/**, generates: out, artifacts: {log: a.log}}\n',
    );
    expect(flow).not.toBeNull();
    expect(diagnostics.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'not-yet deadline',
      'not-yet alerts',
      'not-yet workspace',
      'not-yet retention.keep',
      'not-yet triggers[0].git',
      'not-yet steps[0].cache',
      'not-yet steps[0].sources',
      'not-yet steps[0].generates',
      'not-yet steps[0].artifacts',
    ]);
    expect(only('name: x\nworkspace: nowhere\nsteps: [{id: a, run: x}]\n').message).toContain('`shared`, `temp`');
  });

  it.each([
    ['{id: a, executor: pyton, run: x}', 'executor-unknown', 'did you mean `python`'],
    ['{id: a, executor: http, run: x}', 'run-unused', 'takes no script'],
    ['{id: a, executor: python}', 'run-missing', 'needs a script'],
    ['{id: a}', 'run-missing', 'nothing to run'],
    ['{run: x}', 'step-nameless', 'a `name` or an `id`'],
    ['{id: a, run: x, steps: [{id: b, run: c}]}', 'body-ambiguous', 'A group'],
    ['{id: a, run: x, else: {run: y}}', 'else-without-if', 'no `if`'],
    ['{id: a, run: x, timeout: 1s, frames: [{timeout: 2s}]}', 'frame-and-sugar', 'given twice'],
    ['{id: a, run: x, frames: [{matrix: {a: [1]}}]}', 'frame-unknown', 'did you mean `expand`'],
    ['{id: a, run: x, repeat: {interval: 1s}}', 'repeat-invalid', 'never end'],
    ['{id: a, run: x, fallback: a}', 'fallback-cycle', 'without end'],
    ['{id: a, run: x, needs: a}', 'needs-cycle', '`a → a`'],
    ['{id: a, run: x, needs: "a & b"}', 'needs-invalid', 'write `&&`'],
    ['{id: a, run: x, needs: [a || b]}', 'needs-invalid', 'without the list'],
    ['{id: a, run: x, shell: zsh}', 'shell-without-script', '`zsh {0}`'],
    ['{id: a, run: x, if: 1 +}', 'expression-syntax', 'too early'],
    ['{id: a, run: x, if: parms.x}', 'unknown-name', 'did you mean `params`'],
    ['{id: 1a, run: x}', 'value-invalid', 'an id'],
    ['{id: a, run: x, matrix: {}}', 'matrix-invalid', 'at least one axis'],
    ['{id: a, run: x, outputs: {v: {from: stderr}}}', 'value-invalid', '`stdout`'],
    ['{id: a, run: x, retry: {delay: 1s}}', 'missing-key', '`limit` is missing'],
    ['{id: a, executor: flow}', 'missing-key', 'the name of the flow'],
    ['{id: a, executor: flow, with: {flw: b, flow: c}}', 'unknown-key', 'not a key of `with` of a sub-flow'],
    ['{id: a, executor: approval, with: {onTimeout: aprove}}', 'value-invalid', 'did you mean `approve`'],
    ['{id: a, run: 5}', 'value-invalid', 'the text of a script'],
  ])('refuses %s', (step, code, words) => {
    expect(only(steps(`  - ${step}\n`))).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it('has its own words for files that are no flow at all', () => {
    expect(only('').message).toContain('empty');
    expect(only('- a\n').message).toContain('A flow is a map');
    expect(only('name: [x\n').code).toBe('yaml-invalid');
    expect(only('a: 1\n---\nb: 2\n').message).toContain('one document');
    expect(say('{}').join()).toContain('`steps` is missing');
    expect(only('name: x\nsteps: &a\n  - *a\n').code).toBe('yaml-invalid');
  });

  it('is not blown up by aliases of aliases', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `x-${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`,
    );
    expect(say(`name: x\nx-0: &l0 [a]\n${levels.join('\n')}\nsteps: [{id: a, run: b}]\n`).join()).toContain(
      'expand without end',
    );
  });

  it('takes ten thousand steps without effort beyond what YAML takes', () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, i) => `  - {id: s${i}, run: echo ${i}${i > 3 ? `, needs: [s${i - 1}, s${i - 3}]` : ''}}`,
    );
    const began = performance.now();
    expect(read(steps(`${lines.join('\n')}\n`)).flow?.steps).toHaveLength(10_000);
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(only(steps(`${lines.join('\n')}\n  - {id: more, run: x}\n`)).message).toContain('at most 10000 steps');
  });
});

it('takes `if` among values of a matrix, of env or of options as a name like any other', () => {
  const text =
    'name: a\nenv: {if: x y}\nsteps:\n  - {id: a, run: x, matrix: {m: [1], exclude: [{if: ""}]}, env: {while: "not ( an expression"}}\n';
  expect(readFlow(text, { file: 'a.chronum.yaml' }).diagnostics).toEqual([]);
});
