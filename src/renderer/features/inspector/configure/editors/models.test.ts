import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../core/base/json.ts';
import { editFlow } from '../../../../../core/flow/edit/index.ts';
import { readFlow } from '../../../../../core/flow/read.ts';
import { compileFlow } from '../../../../../core/run/compile.ts';
import { rulesOfStep, toFrames } from './frames-model.ts';
import { expressionOf, listOf, needEntry, needText, treeOf } from './needs-model.ts';

describe('needs', () => {
  it('are entries with what is asked of each', () => {
    expect(needEntry('build')).toMatchObject({ kind: 'step', id: 'build', suffix: 'succeeded' });
    expect(needEntry('build.done')).toMatchObject({ kind: 'step', id: 'build', suffix: 'done' });
    expect(needEntry({ flow: 'backup', within: '24h' })).toEqual({ kind: 'flow', flow: 'backup' });
    expect(needEntry('build.gone').kind).toBe('other');
    expect(needText('build', 'succeeded')).toBe('build');
    expect(needText('build', 'ok')).toBe('build.ok');
  });

  it('turn into an expression and back where that says the same', () => {
    expect(expressionOf(['a', 'b.ok'])).toBe('a && b.ok');
    expect(expressionOf(['a', { flow: 'x' }])).toBeUndefined();
    expect(listOf('a && b.ok')).toEqual(['a', 'b.ok']);
    expect(listOf('a')).toEqual(['a']);
    expect(listOf('a || b')).toBeUndefined();
    expect(listOf('a &&')).toBeUndefined();
  });

  it('are told in words', () => {
    expect(treeOf('a && !(b || c.failed) && atLeast(1, d, e.ok)')).toEqual({
      text: 'all of',
      of: [
        { text: '`a` succeeded', of: [] },
        {
          text: 'none of this',
          of: [
            {
              text: 'any of',
              of: [
                { text: '`b` succeeded', of: [] },
                { text: '`c` failed', of: [] },
              ],
            },
          ],
        },
        {
          text: 'at least 1 of',
          of: [
            { text: '`d` succeeded', of: [] },
            { text: '`e` succeeded or skipped', of: [] },
          ],
        },
      ],
    });
  });
});

describe('the order of rules', () => {
  const text = `name: x
steps:
  - {id: a, run: x}
  - id: b
    run: y   # the body
    needs: [a]
    if: params.go
    else: {run: z}
    matrix: {os: [linux, macos]}
    failFast: true
    retry: {limit: 2, delay: 5s}
    timeout: 10m
params: {go: true}
`;
  const step: JsonObject = {
    id: 'b',
    run: 'y',
    needs: ['a'],
    if: 'params.go',
    else: { run: 'z' },
    matrix: { os: ['linux', 'macos'] },
    failFast: true,
    retry: { limit: 2, delay: '5s' },
    timeout: '10m',
  };

  it('is written as a list that means what the keys meant', () => {
    expect(rulesOfStep(step)).toEqual(['dependency', 'expand', 'if', 'retry', 'timeout']);
    const done = editFlow(text, toFrames(step, ['steps', 1]));
    if (!done.ok) throw new Error(done.error.message);
    expect(done.value.text).toContain('run: y   # the body');
    const [before, after] = [text, done.value.text].map((one) => readFlow(one, { file: 'x' }));
    expect(after?.diagnostics).toEqual([]);
    const framesOf = (flow: NonNullable<typeof before>['flow']) =>
      compileFlow(flow!)
        .steps[1]!.nodes.map((node) => (node.kind === 'frame' ? node.frame : node.branch))
        .toSorted();
    expect(framesOf(after!.flow)).toEqual(framesOf(before!.flow));
  });

  it('leaves out rules that are switched off', () => {
    expect(rulesOfStep({ run: 'x', breakpoint: false, timeout: '5s' })).toEqual(['timeout']);
  });
});
