import { describe, expect, it } from 'vitest';
import { isError } from '../../base/diagnostic.ts';
import { editFlow } from '../edit/index.ts';
import { readFlow } from '../read.ts';
import {
  addStep,
  askOtherwise,
  connectSteps,
  copySteps,
  disconnectSteps,
  extractSteps,
  groupSteps,
  joinOtherwise,
  type Operated,
  pasteSteps,
  removeSteps,
  renameStep,
  type Source,
  toggleDisabled,
  ungroupSteps,
} from './index.ts';

const RELEASE = `# How we release.
name: release
params:
  target: staging
steps:
  - name: Build it   # slow
    run: make

  # Both at once.
  - name: test
    needs: [build-it]
    run: make test
  - name: lint
    needs: [build-it]
    run: echo "\${{ steps.build-it.status }}"

  - name: deploy
    needs: [test, lint]
    run: ./deploy "\${{ params.target }}"   # the end
`;

const source = (text: string): Source => {
  const { draft } = readFlow(text, { file: 'release.chronum.yaml' });
  if (draft === null) throw new Error(`unreadable:\n${text}`);
  return { text, flow: draft };
};

/** The text after an operation, which must read without an error. */
function textAfter(text: string, operate: (source: Source) => Operated): string {
  const done = operate(source(text));
  if (!done.ok) throw new Error(done.error.message);
  const edited = editFlow(text, done.value.edits);
  if (!edited.ok) throw new Error(`${edited.error.code}: ${edited.error.message}`);
  const errors = readFlow(edited.value.text, { file: 'x' }).diagnostics.filter(isError);
  expect(errors, edited.value.text).toEqual([]);
  return edited.value.text;
}

const refusal = (text: string, operate: (source: Source) => Operated): string => {
  const done = operate(source(text));
  return done.ok ? `done: ${done.value.label}` : done.error.code;
};

const needsOf = (text: string, id: string) => source(text).flow.steps.find((step) => step.id === id)?.needs;
const list = (...atoms: string[]) => ({ kind: 'all', entries: atoms.map((atom) => ({ kind: 'step', atom })) });

describe('adding steps', () => {
  it('puts a step at the end, with a name of its own', () => {
    const text = textAfter(RELEASE, (s) => addStep(s, { name: 'test', body: { run: 'x' } }));
    expect(text).toBe(`${RELEASE}\n  - name: test-2\n    run: x\n`);
  });

  it('puts a step behind another', () => {
    const text = textAfter(RELEASE, (s) => addStep(s, { name: 'Tell people', body: { run: 'x' }, after: 'deploy' }));
    expect(text).toBe(`${RELEASE}\n  - name: Tell people\n    run: x\n    needs: [deploy]\n`);
  });

  it('puts a step between two, and asks of the first what was asked before', () => {
    const failing = RELEASE.replace('needs: [test, lint]', 'needs: [test.failed, lint]');
    const before = { step: 'deploy', is: 'failed' } as const;
    const text = textAfter(failing, (s) => addStep(s, { name: 'mend', body: { run: 'x' }, after: 'test', before }));
    expect(needsOf(text, 'mend')).toEqual(list('test.failed'));
    expect(needsOf(text, 'deploy')).toEqual(list('mend', 'lint'));
    expect(source(text).flow.steps.map(({ id }) => id)).toEqual(['build-it', 'test', 'mend', 'lint', 'deploy']);
  });

  it('begins an empty flow', () => {
    const empty = 'name: new\nsteps: []\n';
    const done = addStep(
      { text: empty, flow: { version: 1, name: 'new', steps: [] } },
      { name: 'a', body: { run: 'x' } },
    );
    const edited = editFlow(empty, done.ok ? done.value.edits : []);
    expect(edited.ok && edited.value.text).toBe('name: new\nsteps:\n  - name: a\n    run: x\n');
  });
});

describe('needs', () => {
  it('are added to lists and expressions, once', () => {
    const text = textAfter(RELEASE, (s) => connectSteps(s, 'test', 'lint'));
    expect(needsOf(text, 'lint')).toEqual(list('build-it', 'test'));
    expect(textAfter(text, (s) => connectSteps(s, 'test', 'lint'))).toBe(text);
    const either = RELEASE.replace('needs: [test, lint]', 'needs: test || lint');
    const both = textAfter(either, (s) => connectSteps(s, 'build-it', 'deploy', 'done'));
    expect(needsOf(both, 'deploy')).toEqual({ kind: 'expression', text: '(test || lint) && build-it.done' });
    const one = textAfter(RELEASE.replace('needs: [test, lint]', 'needs: test'), (s) =>
      connectSteps(s, 'lint', 'deploy'),
    );
    expect(needsOf(one, 'deploy')).toEqual(list('test', 'lint'));
  });

  it('are taken out of lists and expressions; the last one takes the key with it', () => {
    const gone = { target: 'deploy', source: 'test', is: 'succeeded' } as const;
    const without = (needs: string) =>
      textAfter(RELEASE.replace('needs: [test, lint]', `needs: ${needs}`), (s) => disconnectSteps(s, [gone]));
    expect(needsOf(without('[test, lint]'), 'deploy')).toEqual(list('lint'));
    expect(needsOf(without('test'), 'deploy')).toBeUndefined();
    expect(needsOf(without('atLeast(2, test, lint, build-it)'), 'deploy')).toMatchObject({
      text: 'atLeast(2, lint, build-it)',
    });
    expect(needsOf(without('build-it && !(test || lint)'), 'deploy')).toMatchObject({ text: 'build-it && !lint' });
    expect(without('[test]')).not.toContain('needs: []');
  });

  it('ask another end, and are joined another way', () => {
    const failed = textAfter(RELEASE, (s) =>
      askOtherwise(s, { target: 'deploy', source: 'lint', is: 'succeeded' }, 'failed'),
    );
    expect(needsOf(failed, 'deploy')).toEqual(list('test', 'lint.failed'));
    const any = textAfter(failed, (s) => joinOtherwise(s, 'deploy', 'any'));
    expect(needsOf(any, 'deploy')).toMatchObject({ text: 'test || lint.failed' });
    const some = textAfter(any, (s) => joinOtherwise(s, 'deploy', { atLeast: 2 }));
    expect(needsOf(some, 'deploy')).toMatchObject({ text: 'atLeast(2, test, lint.failed)' });
    expect(
      needsOf(
        textAfter(some, (s) => joinOtherwise(s, 'deploy', 'all')),
        'deploy',
      ),
    ).toEqual(list('test', 'lint.failed'));
  });

  it('hold between steps of one list alone', () => {
    const grouped = textAfter(RELEASE, (s) => groupSteps(s, ['test', 'lint'], 'checks'));
    expect(refusal(grouped, (s) => connectSteps(s, 'deploy', 'checks/test'))).toBe('connect-across');
  });
});

describe('deleting steps', () => {
  it('takes the needs of others along, and leaves every other byte', () => {
    const text = textAfter(RELEASE, (s) => removeSteps(s, ['test']));
    expect(text).toBe(
      RELEASE.replace(/ {2}# Both at once\.\n {2}- name: test\n.*\n.*\n/, '').replace('[test, lint]', '[lint]'),
    );
  });

  it('lets those behind need those before, through all that go', () => {
    const text = textAfter(RELEASE, (s) => removeSteps(s, ['test', 'lint'], { reconnect: true }));
    expect(needsOf(text, 'deploy')).toEqual(list('build-it'));
    expect(text).toContain('# the end');
  });

  it('takes names out of fallbacks', () => {
    const backed = `name: x
steps:
  - {name: a, run: a, fallback: [b, c]}
  - {name: b, run: b}
  - {name: c, run: c}
`;
    expect(textAfter(backed, (s) => removeSteps(s, ['b']))).toContain('fallback: [c]');
    expect(textAfter(backed, (s) => removeSteps(s, ['b', 'c']))).not.toContain('fallback');
  });
});

describe('names', () => {
  it('change with their ids wherever they are spoken of', () => {
    const text = textAfter(RELEASE, (s) => renameStep(s, 'build-it', 'Make all'));
    expect(text).toBe(
      RELEASE.replace('Build it', 'Make all')
        .replaceAll('[build-it]', '[make-all]')
        .replace('steps.build-it', 'steps.make-all'),
    );
    expect(textAfter(text, (s) => renameStep(s, 'make-all', 'Build it'))).toBe(RELEASE);
  });

  it('leave an id that was chosen, and are not given twice', () => {
    const chosen = RELEASE.replace('- name: test', '- id: t\n    name: test').replaceAll('[test, ', '[t, ');
    expect(textAfter(chosen, (s) => renameStep(s, 't', 'All tests'))).toBe(
      chosen.replace('name: test', 'name: All tests'),
    );
    expect(refusal(RELEASE, (s) => renameStep(s, 'test', 'Lint'))).toBe('name-taken');
    expect(refusal(RELEASE, (s) => renameStep(s, 'test', '  '))).toBe('name-empty');
  });
});

describe('switching off', () => {
  it('and on again gives the first bytes', () => {
    const off = textAfter(RELEASE, (s) => toggleDisabled(s, ['test', 'deploy']));
    expect(source(off).flow.steps.map(({ disabled }) => disabled)).toEqual([undefined, true, undefined, true]);
    expect(textAfter(off, (s) => toggleDisabled(s, ['test', 'deploy']))).toBe(RELEASE);
  });
});

describe('copies', () => {
  it('are YAML with its comments, and get ids of their own where they are pasted', () => {
    const yaml = copySteps(source(RELEASE), ['test', 'deploy']);
    expect(yaml).toBe(`# Both at once.
- name: test
  needs: [build-it]
  run: make test
- name: deploy
  needs: [test, lint]
  run: ./deploy "\${{ params.target }}"   # the end
`);
    const text = textAfter(RELEASE, (s) => pasteSteps(s, yaml));
    expect(text.startsWith(RELEASE)).toBe(true);
    expect(needsOf(text, 'test-2')).toEqual(list('build-it'));
    expect(needsOf(text, 'deploy-2')).toEqual(list('test-2', 'lint'));
    expect(text.slice(RELEASE.length)).toContain('# Both at once.');
  });

  it('lose needs that the other flow does not have', () => {
    const yaml = copySteps(source(RELEASE), ['lint', 'deploy']);
    const text = textAfter('name: other\nsteps:\n- name: a\n  run: a\n', (s) =>
      pasteSteps(s, yaml.replace(/steps\.build-it/, 'run')),
    );
    expect(needsOf(text, 'deploy')).toEqual(list('lint'));
    expect(needsOf(text, 'lint')).toBeUndefined();
  });

  it('may be a whole flow or one step; anything else is refused', () => {
    const whole = textAfter('name: other\nsteps: [{name: a, run: a}]\n', (s) =>
      pasteSteps(s, 'name: z\nsteps: [{name: b, run: b}]'),
    );
    expect(source(whole).flow.steps.map(({ id }) => id)).toEqual(['a', 'b']);
    const one = textAfter('name: other\nsteps:\n  - {name: a, run: a}\n', (s) =>
      pasteSteps(s, 'name: b\nrun: |\n  one\n\n  two\n'),
    );
    expect(source(one).flow.steps[1]).toMatchObject({ id: 'b', run: 'one\n\ntwo\n' });
    for (const text of ['', 'hello', 'https://example.com/', '- 1\n- 2', '{a: [', 'steps: []']) {
      expect(refusal(RELEASE, (s) => pasteSteps(s, text))).toBe('paste-no-steps');
    }
  });

  it('of steps with anchors stand for themselves', () => {
    const anchored = `name: x
x-env: &common {A: 3.10}
steps:
  - name: a
    env: *common
    run: a
`;
    expect(copySteps(source(anchored), ['a'])).toBe('- name: a\n  env:\n    A: 3.1\n  run: a\n');
  });
});

describe('groups', () => {
  it('hold their steps as they were, and stand where these stood', () => {
    const text = textAfter(RELEASE, (s) => groupSteps(s, ['test', 'lint'], 'checks'));
    expect(text).toContain(`
  - name: checks
    needs: [build-it]
    steps:
      # Both at once.
      - name: test
        run: make test
      - name: lint
        run: echo "\${{ steps.build-it.status }}"
`);
    expect(needsOf(text, 'deploy')).toEqual(list('checks'));
    const apart = textAfter(text, (s) => ungroupSteps(s, 'checks'));
    expect(source(apart).flow).toEqual(source(RELEASE).flow);
    expect(apart).toContain('# Both at once.');
  });

  it('refuse what would mean something else', () => {
    expect(refusal(RELEASE, (s) => groupSteps(s, ['build-it', 'deploy']))).toBe('gather-cycle');
    const either = RELEASE.replace('needs: [test, lint]', 'needs: test || lint');
    expect(refusal(either, (s) => groupSteps(s, ['deploy']))).toBe('gather-expression');
    const many = textAfter(RELEASE, (s) => groupSteps(s, ['test', 'lint'], 'checks')).replace(
      'needs: [build-it]',
      'needs: [build-it]\n    matrix: {os: [a, b]}',
    );
    expect(refusal(many, (s) => ungroupSteps(s, 'checks'))).toBe('ungroup-loses');
  });

  it('taken apart, give ids of their own to steps whose id is taken outside', () => {
    const twice = `name: x
steps:
  - {name: build, run: a}
  - name: again
    needs: [build]
    steps:
      - {name: build, run: b}
      - {name: pack, needs: [build], run: c}
  - {name: end, needs: [again.done], run: d}
`;
    const text = textAfter(twice, (s) => ungroupSteps(s, 'again'));
    expect(source(text).flow.steps.map(({ id }) => id)).toEqual(['build', 'build-2', 'pack', 'end']);
    expect(needsOf(text, 'build-2')).toEqual(list('build'));
    expect(needsOf(text, 'pack')).toEqual(list('build-2'));
    expect(needsOf(text, 'end')).toEqual(list('pack.done'));
  });
});

describe('extracting a flow', () => {
  it('moves steps with what they read, and runs it in their place', () => {
    const extracted = extractSteps(source(RELEASE), ['deploy'], { name: 'shipping', file: './shipping.chronum.yaml' });
    if (!extracted.ok) throw new Error(extracted.error.message);
    expect(extracted.value.text).toBe(`name: shipping
params:
  target: staging
steps:
  - name: deploy
    run: ./deploy "\${{ params.target }}"   # the end
`);
    expect(readFlow(extracted.value.text, { file: 'x' }).diagnostics.filter(isError)).toEqual([]);
    const text = textAfter(RELEASE, () => ({ ok: true, value: extracted.value.operation }));
    expect(source(text).flow.steps.at(-1)).toMatchObject({
      id: 'shipping',
      executor: 'flow',
      needs: list('test', 'lint'),
      with: { flow: './shipping.chronum.yaml', params: { target: '${{ params.target }}' } },
    });
  });
});
