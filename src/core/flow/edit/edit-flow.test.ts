import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFlow } from '../read.ts';
import { editFlow } from './edit-flow.ts';
import type { FlowEdit } from './model.ts';

const FLOW = `# Deploys the API.
name: deploy-api   # shown in the list
maxParallel: 3

steps:
  # compile first
  - name: build
    run: echo "Building"

  - name: test   # slow
    run: |
      make test
      make report
    needs: [build]
    # retry: 2

  - id: ship
    name: 'Ship it'
    needs: build && test
    env:
      TOKEN: x
`;

function edit(text: string, ...edits: FlowEdit[]): string {
  const done = editFlow(text, edits);
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.message}`);
  return done.value.text;
}
const refusal = (text: string, ...edits: FlowEdit[]) => {
  const done = editFlow(text, edits);
  return done.ok ? 'done' : done.error.code;
};
/** Lines that came and went, in order. */
function difference(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let [from, end] = [0, 0];
  while (old[from] === now[from] && from < Math.min(old.length, now.length)) from++;
  while (old.at(-1 - end) === now.at(-1 - end) && end < Math.min(old.length, now.length) - from) end++;
  return [
    ...old.slice(from, old.length - end).map((l) => `-${l}`),
    ...now.slice(from, now.length - end).map((l) => `+${l}`),
  ];
}
const change = (...edits: FlowEdit[]) => difference(FLOW, edit(FLOW, ...edits));

describe('editing fields of a flow', () => {
  it('sets a value in the manner of the old one', () => {
    expect(change({ op: 'set', path: ['name'], value: 'deploy: all' })).toEqual([
      '-name: deploy-api   # shown in the list',
      "+name: 'deploy: all'   # shown in the list",
    ]);
    expect(change({ op: 'set', path: ['steps', 2, 'name'], value: "it's" })).toEqual([
      "-    name: 'Ship it'",
      "+    name: 'it''s'",
    ]);
    expect(change({ op: 'set', path: ['steps', 2, 'env', 'TOKEN'], value: '8080' })).toEqual([
      '-      TOKEN: x',
      '+      TOKEN: 8080',
    ]);
    expect(change({ op: 'set', path: ['steps', 1, 'run'], value: 'make\nmake lint\n' })).toEqual([
      '-      make test',
      '-      make report',
      '+      make',
      '+      make lint',
    ]);
  });

  it('adds keys where the format has them, with the maps they stand in', () => {
    expect(change({ op: 'set', path: ['steps', 1, 'retry', 'limit'], value: 2 })).toEqual(['+    retry: {limit: 2}']);
    expect(change({ op: 'set', path: ['steps', 0, 'needs'], value: ['a', 'b'] })).toEqual(['+    needs: [a, b]']);
    expect(change({ op: 'set', path: ['steps', 2, 'if'], value: 'params.x' })).toEqual(['+    if: params.x']);
    expect(change({ op: 'set', path: ['stopOnFail'], value: true })).toEqual(['+stopOnFail: true']);
    expect(change({ op: 'set', path: ['steps', 0, 'env', 'A'], value: '1' })).toEqual(['+    env:', '+      A: 1']);
  });

  it('adds steps with the blank line that the others have', () => {
    const step = { name: 'lint', run: 'echo lint' };
    expect(change({ op: 'insert', path: ['steps', 1], value: step })).toEqual([
      '+  - name: lint',
      '+    run: echo lint',
      '+',
    ]);
    expect(edit(FLOW, { op: 'insert', path: ['steps', 3], value: step })).toBe(
      `${FLOW}\n  - name: lint\n    run: echo lint\n`,
    );
    expect(edit(FLOW, { op: 'insert', path: ['steps', 0], value: step })).toContain(
      'steps:\n  - name: lint\n    run: echo lint\n\n  # compile first',
    );
  });

  it('removes a step with the comment attached to it, and what stood between', () => {
    expect(change({ op: 'remove', path: ['steps', 0] })).toEqual([
      '-  # compile first',
      '-  - name: build',
      '-    run: echo "Building"',
      '-',
    ]);
    expect(change({ op: 'remove', path: ['steps', 1] }).at(-1)).toBe('-');
    expect(edit(FLOW, { op: 'remove', path: ['steps', 2] }).endsWith('    # retry: 2\n')).toBe(true);
    expect(change({ op: 'remove', path: ['steps', 2, 'env', 'TOKEN'] })).toEqual([
      '-    env:',
      '-      TOKEN: x',
      '+    env: {}',
    ]);
  });

  it('moves steps with their comments', () => {
    const moved = edit(FLOW, { op: 'move', path: ['steps', 0], to: 1 });
    expect(moved).toContain('steps:\n  - name: test   # slow');
    expect(moved).toContain(
      '    # retry: 2\n\n  # compile first\n  - name: build\n    run: echo "Building"\n\n  - id: ship',
    );
  });

  it('adds nothing at the end of a file without a line end, and keeps CRLF', () => {
    const text = 'name: x\r\nsteps:\r\n- name: a\r\n  run: b';
    expect(edit(text, { op: 'insert', path: ['steps', 1], value: { name: 'c', run: 'd' } })).toBe(
      `${text}\r\n- name: c\r\n  run: d`,
    );
    expect(edit(text, { op: 'set', path: ['steps', 0, 'run'], value: 'b\nc\n' })).not.toMatch(/[^\r]\n/);
  });

  it('sets a map onto a map entry by entry, so that comments stay', () => {
    const text = 'a:\n  x: 1 # one\n  y: 2 # two\n';
    expect(edit(text, { op: 'set', path: ['a'], value: { x: 1, y: 3, z: 4 } })).toBe(
      'a:\n  x: 1 # one\n  y: 3 # two\n  z: 4\n',
    );
  });

  it('does several edits in order and tells them as edits of the first text', () => {
    const done = editFlow(FLOW, [
      { op: 'remove', path: ['steps', 0] },
      { op: 'set', path: ['steps', 0, 'name'], value: 'first' },
      { op: 'set', path: ['maxParallel'], value: 'auto' },
    ]);
    expect(done.ok && done.value.edits).toHaveLength(3);
  });

  it('refuses what would change other places, and what is not there', () => {
    const text =
      'x-r: &r {limit: 1}\nbase: &b\n  timeout: 1s\nsteps:\n  - {retry: *r}\n  - <<: *b\n    run: x\n  - retry: &own {limit: 2}\n  - retry: *own\n';
    expect(refusal(text, { op: 'set', path: ['steps', 0, 'retry', 'limit'], value: 2 })).toBe('edit-through-alias');
    expect(refusal(text, { op: 'set', path: ['steps', 1, 'timeout'], value: '2s' })).toBe('edit-through-alias');
    expect(refusal(text, { op: 'remove', path: ['steps', 1, 'timeout'] })).toBe('edit-through-alias');
    expect(refusal(text, { op: 'set', path: ['steps', 2, 'retry', 'limit'], value: 3 })).toBe('edit-through-alias');
    expect(refusal(text, { op: 'remove', path: ['steps', 2] })).toBe('edit-through-alias');
    expect(edit(text, { op: 'set', path: ['steps', 0, 'retry'], value: 5 })).toContain('- {retry: 5}');
    expect(refusal(text, { op: 'set', path: ['steps', 9, 'run'], value: 'x' })).toBe('edit-path-missing');
    expect(refusal(text, { op: 'remove', path: ['steps', 1, 'name'] })).toBe('edit-path-missing');
    expect(refusal(text, { op: 'set', path: ['steps', 1, 'run', 'deeper'], value: 1 })).toBe('edit-not-a-container');
    expect(refusal(text, { op: 'insert', path: ['steps', 1, 'run'], value: 1 })).toBe('edit-exists');
    expect(refusal('a: [1', { op: 'set', path: ['a'], value: 1 })).toBe('edit-yaml-broken');
  });
});

describe('renaming a step', () => {
  const text = `name: x
steps:
  - name: build   # first
    run: echo
    outputs: {v: stdout}
  - name: build-api
    run: echo "\${{ steps.build.outputs.v }}" 'build' steps.build
    needs: [build, "build.done"]
    fallback: build
  - id: use
    needs: build && (build-api || !build.failed)
    if: steps.build.status == 'succeeded' && steps.build-api.status != "steps.build"
    else: build
    env: {A: "\${{ steps['build'].exitCode }} \${{ steps.build-api.exitCode }}"}
    frames: [{fallback: [build]}]
  - id: group
    needs: [build]
    steps:
      - {id: inner, run: "\${{ steps.build.status }}", needs: [other]}
      - {id: other, run: x}
  - id: shadow
    steps:
      - {id: build, run: x}
      - {id: reader, run: "\${{ steps.build.status }}", needs: [build]}
handlers:
  always:
    - {id: end, run: "\${{ steps.build.status }}"}
outputs: {v: steps.build.outputs.v}
`;

  it('renames it in needs, alternatives and expressions, and nowhere else', () => {
    expect(edit(text, { op: 'rename-step', path: ['steps', 0], to: 'compile' })).toBe(
      text
        .replace('name: build   #', 'name: compile   #')
        .replace("steps.build.outputs.v }}\" 'build'", "steps.compile.outputs.v }}\" 'build'")
        .replace('[build, "build.done"]', '[compile, "compile.done"]')
        .replace('fallback: build', 'fallback: compile')
        .replace('build && (build-api || !build.failed)', 'compile && (build-api || !compile.failed)')
        .replace('if: steps.build.status', 'if: steps.compile.status')
        .replace('else: build', 'else: compile')
        .replace("steps['build']", "steps['compile']")
        .replace('fallback: [build]', 'fallback: [compile]')
        .replace('needs: [build]\n    steps', 'needs: [compile]\n    steps')
        .replace('inner, run: "${{ steps.build', 'inner, run: "${{ steps.compile')
        .replace('end, run: "${{ steps.build', 'end, run: "${{ steps.compile')
        .replace('outputs: {v: steps.build', 'outputs: {v: steps.compile'),
    );
  });

  it('renames within a group alone', () => {
    expect(edit(text, { op: 'rename-step', path: ['steps', 4, 'steps', 0], to: 'compile' })).toBe(
      text
        .replace('{id: build, run: x}', '{id: compile, run: x}')
        .replace(
          'reader, run: "${{ steps.build.status }}", needs: [build]',
          'reader, run: "${{ steps.compile.status }}", needs: [compile]',
        ),
    );
  });

  it('keeps a name in words, and gives the step an id beside it', () => {
    const named = 'steps:\n  - name: Build it\n    run: x\n  - {name: b, run: x, needs: [build-it]}\n';
    expect(edit(named, { op: 'rename-step', path: ['steps', 0], to: 'compile' })).toBe(
      'steps:\n  - id: compile\n    name: Build it\n    run: x\n  - {name: b, run: x, needs: [compile]}\n',
    );
  });

  it('refuses ids that are taken or none', () => {
    expect(refusal(text, { op: 'rename-step', path: ['steps', 0], to: 'use' })).toBe('edit-exists');
    expect(refusal(text, { op: 'rename-step', path: ['steps', 0], to: 'end' })).toBe('edit-exists');
    expect(refusal(text, { op: 'rename-step', path: ['steps', 0], to: '1st' })).toBe('edit-value-invalid');
    expect(refusal(text, { op: 'rename-step', path: ['steps', 9], to: 'a' })).toBe('edit-path-missing');
  });

  it('leaves a flow that reads the same but for the id, whatever the ids are, and renames back to the first bytes', () => {
    const id = fc
      .stringMatching(/^[a-z][a-z0-9_]{0,3}(-[a-z0-9]{1,2})?$/)
      .filter((one) => !['in', 'true', 'false', 'null'].includes(one));
    const flow = fc.uniqueArray(id, { minLength: 3, maxLength: 6 }).chain((ids) =>
      fc.record({
        ids: fc.constant(ids.slice(1)),
        to: fc.constant(ids[0]!),
        which: fc.nat(ids.length - 2),
        dice: fc.array(fc.nat(99), { minLength: 40, maxLength: 40 }),
      }),
    );
    const write = (ids: readonly string[], dice: readonly number[], quote: string) =>
      `name: x\nsteps:\n${ids
        .map((one, i) => {
          const before = ids.slice(0, i);
          const pick = (k: number) => before[dice[(i * 5 + k) % 40]! % before.length];
          const lines = [`  - id: ${one} # ${i}`];
          if (i === 0) return `${lines[0]}\n    run: echo\n`;
          const all = before.map((need, k) => (dice[(i + k) % 40]! % 3 === 0 ? `${need}.done` : need));
          lines.push(
            dice[i]! % 2 === 0 ? `    needs: [${all.join(', ')}]` : `    needs: ${quote}${all.join(' && ')}${quote}`,
          );
          lines.push(`    run: echo \${{ steps.${pick(0)}.exitCode }} ${pick(1)} \${{steps["${pick(2)}"].status}}`);
          lines.push(`    if: steps.${pick(3)}.exitCode == 0 || '${pick(4)}' == "steps.${pick(0)}"`);
          return `${lines.join('\n')}\n`;
        })
        .join(dice[0]! % 2 === 0 ? '\n' : '')}`;
    fc.assert(
      fc.property(flow, fc.constantFrom('', '"', "'"), ({ ids, to, which, dice }, quote) => {
        const before = write(ids, dice, quote);
        const from = ids[which]!;
        const renamed = edit(before, { op: 'rename-step', path: ['steps', which], to });
        const read = (text: string) => readFlow(text, { file: 'x' });
        expect(read(renamed).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(read(renamed).flow?.steps.map((step) => step.id)).toEqual(ids.map((one) => (one === from ? to : one)));
        expect(edit(renamed, { op: 'rename-step', path: ['steps', which], to: from })).toBe(before);
        expect(renamed.split('\n')).toHaveLength(before.split('\n').length);
      }),
      { numRuns: 1000 },
    );
  });
});
