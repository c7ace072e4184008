import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isError } from '../../base/diagnostic.ts';
import { editFlow } from '../edit/index.ts';
import { applyEdits } from '../edit/text-edits.ts';
import { readFlow } from '../read.ts';
import { type Fix, fixesFor } from './index.ts';

const read = (text: string) => readFlow(text, { file: 'flows/nightly.chronum.yaml' });

function applied(text: string, fix: Fix): string {
  if (fix.kind === 'text') return applyEdits(text, fix.changes);
  const done = editFlow(text, fix.edits);
  if (!done.ok) throw new Error(`${fix.label}: ${done.error.message}`);
  return done.value.text;
}

/** All fixes for the first diagnostic of a code, by label, with the text that each gives. */
function offered(text: string, code: string): Readonly<Record<string, string>> {
  const reading = read(text);
  const diagnostic = reading.diagnostics.find((one) => one.code === code);
  if (diagnostic === undefined) throw new Error(`no ${code} in: ${reading.diagnostics.map((one) => one.code).join()}`);
  return Object.fromEntries(fixesFor(diagnostic, reading).map((fix) => [fix.label, applied(text, fix)]));
}

const flow = (steps: string, more = '') => `# Every night.\nname: nightly\n${more}steps:\n${steps}`;

describe('quick fixes', () => {
  it('corrects a misspelt key, or takes it away', () => {
    const fixes = offered(flow('  - id: a # first\n    run: x\n    timout: 5s\n'), 'unknown-key');
    expect(fixes).toEqual({
      'Change to `timeout`': flow('  - id: a # first\n    run: x\n    timeout: 5s\n'),
      'Remove `timout`': flow('  - id: a # first\n    run: x\n'),
    });
  });

  it('names the step that was meant, makes the one that is missing, or does without it', () => {
    const fixes = offered(
      flow('  - {id: build, run: x}\n  - {id: b, needs: [biuld, build], run: x}\n'),
      'step-unknown',
    );
    expect(fixes).toEqual({
      'Change to `build`': flow('  - {id: build, run: x}\n  - {id: b, needs: [build, build], run: x}\n'),
      'Add a step `biuld`': flow(
        '  - {id: build, run: x}\n  - id: biuld\n    executor: noop\n  - {id: b, needs: [biuld, build], run: x}\n',
      ),
      'Take `biuld` out of the needs of `b`': flow('  - {id: build, run: x}\n  - {id: b, needs: [build], run: x}\n'),
    });
  });

  it('takes a step out of an expression where that leaves the rest as it is', () => {
    const steps = (needs: string) => flow(`  - {id: a, run: x}\n  - {id: b, run: x}\n  - {id: c, ${needs}run: x}\n`);
    const label = 'Take `gone` out of the needs of `c`';
    expect(offered(steps('needs: gone && (a || b), '), 'step-unknown')[label]).toBe(steps('needs: (a || b), '));
    expect(offered(steps('needs: a && gone.done && b, '), 'step-unknown')[label]).toBe(steps('needs: [a, b], '));
    expect(offered(steps('needs: [gone], '), 'step-unknown')[label]).toBe(steps(''));
    expect(offered(steps('needs: a || gone, '), 'step-unknown')[label]).toBeUndefined();
  });

  it('makes the step that an expression reads, and lets the reader need it', () => {
    const fixes = offered(flow('  - {id: b, if: steps.scan.outputs.ok, run: x}\n'), 'step-unknown');
    expect(fixes['Add a step `scan`, and let `b` need it']).toBe(
      flow('  - id: scan\n    executor: noop\n  - {id: b, if: steps.scan.outputs.ok, run: x, needs: [scan]}\n'),
    );
  });

  it('makes a fallback that is missing, behind what is there', () => {
    const fixes = offered(flow('  - {id: a, run: x, fallback: plan-b}\n'), 'step-unknown');
    expect(fixes).toEqual({
      'Add a step `plan-b`': flow('  - {id: a, run: x, fallback: plan-b}\n  - id: plan-b\n    executor: noop\n'),
      'Remove `fallback`': flow('  - {id: a, run: x}\n'),
    });
  });

  it('breaks a cycle at any of its needs', () => {
    const text = flow(
      '  - {id: a, needs: [c], run: x}\n  - {id: b, needs: a && d, run: x}\n  - {id: c, needs: [b, d], run: x}\n  - {id: d, run: x}\n',
    );
    const fixes = offered(text, 'needs-cycle');
    expect(Object.keys(fixes).toSorted()).toEqual([
      'Let `a` no longer need `c`',
      'Let `b` no longer need `a`',
      'Let `c` no longer need `b`',
    ]);
    expect(fixes['Let `a` no longer need `c`']).toContain('  - {id: a, run: x}\n');
    expect(fixes['Let `b` no longer need `a`']).toContain('{id: b, needs: [d], run: x}');
    expect(fixes['Let `c` no longer need `b`']).toContain('{id: c, needs: [d], run: x}');
    for (const fixed of Object.values(fixes)) expect(read(fixed).diagnostics).toEqual([]);
  });

  it('gives the second of two steps an id of its own, or takes it away', () => {
    const fixes = offered(flow('  - {id: a, run: x}\n  - name: A\n    run: y\n'), 'step-duplicate');
    expect(fixes).toEqual({
      'Give it the id `a-2`': flow('  - {id: a, run: x}\n  - name: A\n    id: a-2\n    run: y\n'),
      'Remove this step': flow('  - {id: a, run: x}\n'),
    });
  });

  it('names a step that has no name', () => {
    expect(offered(flow('  - {id: a, run: x}\n  - run: y\n'), 'step-nameless')).toEqual({
      'Give it the id `step-2`': flow('  - {id: a, run: x}\n  - id: step-2\n    run: y\n'),
    });
  });

  it('knows the executor that was meant', () => {
    expect(offered(flow('  - {id: a, executor: pyton, run: x}\n'), 'executor-unknown')).toEqual({
      'Change to `python`': flow('  - {id: a, executor: python, run: x}\n'),
      'Run it in the shell': flow('  - {id: a, run: x}\n'),
    });
  });

  it('lets a step that has nothing to run do nothing', () => {
    expect(offered(flow('  - id: a\n'), 'run-missing')).toEqual({
      'Let it do nothing for now': flow('  - id: a\n    executor: noop\n'),
    });
  });

  it('chooses between a script and an executor that takes none', () => {
    expect(offered(flow('  - {id: a, executor: noop, run: x}\n'), 'run-unused')).toEqual({
      'Remove `run`': flow('  - {id: a, executor: noop}\n'),
      'Run it in the shell': flow('  - {id: a, run: x}\n'),
    });
  });

  it('chooses between a rule in frames and the same beside them', () => {
    const fixes = offered(flow('  - {id: a, run: x, timeout: 5s, frames: [timeout: 3s]}\n'), 'frame-and-sugar');
    expect(fixes).toEqual({
      'Remove `timeout`': flow('  - {id: a, run: x, frames: [timeout: 3s]}\n'),
      'Remove `timeout` from `frames`': flow('  - {id: a, run: x, timeout: 5s}\n'),
    });
  });

  it('adds units and keys that are missing', () => {
    expect(offered(flow('  - {id: a, run: x, timeout: 30}\n'), 'duration-invalid')).toMatchObject({
      'Change to `30s`': flow('  - {id: a, run: x, timeout: 30s}\n'),
      'Change to `30m`': flow('  - {id: a, run: x, timeout: 30m}\n'),
    });
    expect(offered('steps:\n  - {id: a, run: x}\n', 'missing-key')).toEqual({
      'Add `name`': 'name: nightly\nsteps:\n  - {id: a, run: x}\n',
    });
    expect(offered(flow('  - {id: a, run: x, retry: {delay: 1s}}\n'), 'missing-key')).toEqual({
      'Add `limit`': flow('  - {id: a, run: x, retry: {limit: 3, delay: 1s}}\n'),
    });
  });

  it('takes a wrong value away together with what is nothing without it', () => {
    expect(offered(flow('  - {id: a, run: x, retry: {limit: many, delay: 1s}}\n'), 'value-invalid')).toEqual({
      'Remove `retry`': flow('  - {id: a, run: x}\n'),
    });
    expect(offered(flow('  - {id: a, run: x, onLost: rerum}\n'), 'value-invalid')).toEqual({
      'Change to `rerun`': flow('  - {id: a, run: x, onLost: rerun}\n'),
      'Remove `onLost`': flow('  - {id: a, run: x}\n'),
    });
  });

  it('declares a parameter that is read', () => {
    expect(offered(flow('  - {id: a, if: params.fast, run: x}\n'), 'param-unknown')).toEqual({
      'Add the parameter `fast`': flow('  - {id: a, if: params.fast, run: x}\n', 'params:\n  fast: ""\n'),
    });
  });

  it('writes what was meant in an expression', () => {
    const steps = (text: string) => flow(`  - {id: a, if: ${text}, run: x}\n`, 'params: {fast: true}\n');
    expect(offered(steps("'param.fast && true'"), 'unknown-name')).toEqual({
      'Change to `params`': steps("'params.fast && true'"),
    });
    expect(offered(steps('params.fast = true'), 'expression-syntax')).toEqual({
      'Change to `==`': steps('params.fast == true'),
    });
    const template = (text: string) =>
      flow(`  - {id: a, run: x, env: {A: "v\${{ ${text} }}"}}\n`, 'params: {fast: true}\n');
    expect(offered(template('params.fast and true'), 'expression-syntax')).toEqual({
      'Change to `&&`': template('params.fast && true'),
    });
  });

  it('needs the step that another stands in for', () => {
    const steps = (needs: string) =>
      flow(`  - {id: a, run: x, fallback: b}\n  - {id: b, run: x}\n  - {id: c, needs: [${needs}], run: x}\n`);
    expect(offered(steps('b'), 'needs-auxiliary')['Need `a` instead']).toBe(steps('a'));
  });

  it('tells two triggers apart', () => {
    const fixes = offered(
      flow('  - {id: a, run: x}\n', 'triggers:\n  - every: 1h\n  - every: 1h\n'),
      'trigger-duplicate',
    );
    expect(fixes).toEqual({
      'Remove this trigger': flow('  - {id: a, run: x}\n', 'triggers:\n  - every: 1h\n'),
      'Give it the id `every-2`': flow(
        '  - {id: a, run: x}\n',
        'triggers:\n  - every: 1h\n  - every: 1h\n    id: every-2\n',
      ),
    });
  });

  it('offers what the check found where the file cannot be read at all', () => {
    expect(offered('name: x\nsteps:\n  - {id: a, run: x, if: !failed}\n', 'yaml-invalid')).toEqual({
      'Put it in quotes': "name: x\nsteps:\n  - {id: a, run: x, if: '!failed'}\n",
    });
  });
});

const FAULTS: readonly (readonly [string, string])[] = [
  ['body', '  - {id: a, run: x, steps: [{id: i, run: y}]}\n'],
  ['else', '  - {id: a, run: x, else: {run: y}}\n'],
  ['frame twice', '  - {id: a, run: x, frames: [timeout: 1s, timeout: 2s]}\n'],
  ['frame unknown', '  - {id: a, run: x, frames: [timout: 1s, delay: 1s]}\n'],
  ['condition', '  - {id: a, run: x, if: "a ${{ b }} c"}\n'],
  ['fallback cycle', '  - {id: a, run: x, fallback: [b]}\n  - {id: b, run: x, fallback: a}\n'],
  ['output', '  - {id: a, run: x, outputs: {v: {from: stdout, pattern: a, json: /b}}}\n'],
  ['matrix', '  - {id: a, run: x, matrix: {os: 3}}\n'],
  ['nested', '  - {id: g, steps: [{id: a, run: x, needs: [nobody]}]}\n'],
  ['threshold', '  - {id: a, run: x, threshold: {limit: 0}}\n'],
  ['boolean', '  - {id: a, run: x, tty: maybe}\n'],
];

describe('every fix', () => {
  it.each(FAULTS)('mends what it is offered for and breaks nothing else: %s', (_, steps) => {
    const text = flow(steps);
    const reading = read(text);
    const found = reading.diagnostics.filter(isError);
    expect(found.length).toBeGreaterThan(0);
    let count = 0;
    for (const diagnostic of found) {
      for (const fix of fixesFor(diagnostic, reading)) {
        const after = read(applied(text, fix)).diagnostics.filter(isError);
        expect({ fix: fix.label, errors: after.map(({ message }) => message) }).toEqual({
          fix: fix.label,
          errors: expect.toSatisfy((errors: string[]) => errors.length < found.length),
        });
        count++;
      }
    }
    expect(count).toBeGreaterThan(0);
  });

  it('leaves examples that break in the middle better than it found them', () => {
    const folder = join(import.meta.dirname, '../../../../examples');
    let tried = 0;
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
      const whole = readFileSync(join(folder, file), 'utf8');
      for (const key of ['needs:', 'run:', 'timeout:', 'retry:', 'executor:', 'id:', 'with:']) {
        const text = whole.replace(key, `x${key}`);
        if (text === whole) continue;
        const reading = read(text);
        const before = reading.diagnostics.filter(isError);
        for (const diagnostic of before) {
          for (const fix of fixesFor(diagnostic, reading)) {
            const after = read(applied(text, fix)).diagnostics.filter(isError);
            const stays = after.some(({ code, path }) => code === diagnostic.code && path === diagnostic.path);
            expect(`${file} ${fix.label} ${stays}`).toBe(`${file} ${fix.label} false`);
            tried++;
          }
        }
      }
    }
    expect(tried).toBeGreaterThan(50);
  });
});
