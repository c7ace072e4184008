import { describe, expect, it } from 'vitest';
import { readFlow } from '../../../core/flow/read.ts';
import { compileFlow } from '../../../core/run/compile.ts';
import { type GraphModel, graphOfPlan } from './model.ts';

function modelOf(text: string): GraphModel {
  const { flow, diagnostics } = readFlow(text, { file: 'test.chronum.yaml' });
  if (flow === null) throw new Error(diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
  return graphOfPlan(compileFlow(flow));
}

const edgesOf = (model: GraphModel) =>
  model.edges.map(({ source, target, asks, optional }) => [source, target, asks, optional]);

describe('graphOfPlan', () => {
  it('has a node for each step and an edge for each need', () => {
    const model = modelOf(`
name: deploy
steps:
  - {name: build, run: make}
  - {name: test, run: make test, needs: [build]}
  - {name: deploy, run: ./deploy.sh, needs: [build, test]}
`);
    expect(model.nodes.map(({ id, line, lane }) => [id, line, lane])).toEqual([
      ['build', 'make', 'flow'],
      ['test', 'make test', 'flow'],
      ['deploy', './deploy.sh', 'flow'],
    ]);
    expect(edgesOf(model)).toEqual([
      ['build', 'test', 'succeeded', false],
      ['build', 'deploy', 'succeeded', false],
      ['test', 'deploy', 'succeeded', false],
    ]);
  });

  it('tells what an edge asks for, and which ones are alternatives', () => {
    const model = modelOf(`
name: needs
steps:
  - {name: a, run: a}
  - {name: b, run: b}
  - {name: c, run: c, needs: a && (b.failed || a.done)}
`);
    expect(edgesOf(model)).toEqual([
      ['a', 'c', 'succeeded', false],
      ['b', 'c', 'failed', true],
      ['a', 'c', 'done', true],
    ]);
  });

  it('puts the steps of a group into it and handlers into lanes', () => {
    const model = modelOf(`
name: grouped
steps:
  - name: package
    steps:
      - {name: bundle, run: tar}
      - {name: sign, run: gpg, needs: [bundle]}
handlers:
  always:
    - {name: sweep, run: rm -r tmp}
`);
    expect(model.nodes.map(({ id, parent, isGroup, lane }) => [id, parent, isGroup, lane])).toEqual([
      ['package', undefined, true, 'flow'],
      ['package/bundle', 'package', false, 'flow'],
      ['package/sign', 'package', false, 'flow'],
      ['sweep', undefined, false, 'always'],
    ]);
    expect(edgesOf(model)).toEqual([['package/bundle', 'package/sign', 'succeeded', false]]);
  });

  it('says how often a step is there', () => {
    const model = modelOf(`
name: stacks
steps:
  - {name: two, run: x, matrix: {os: [linux, mac], node: [20, 22, 24]}}
  - {name: one, run: x, matrix: {os: [linux, mac]}}
  - {name: each, run: x, forEach: [a, b, c]}
  - {name: single, run: x}
`);
    expect(model.nodes.map(({ stack }) => stack)).toEqual(['2 × 3', '× 2', '× 3', undefined]);
  });

  it('shows the first line that does something', () => {
    const model = modelOf(`
name: lines
steps:
  - name: script
    run: |
      # set up
      set -e

      npm ci
      npm test
`);
    expect(model.nodes[0]?.line).toBe('npm ci');
  });

  it('keeps its shape while only what runs changes', () => {
    const flow = (run: string) => `name: x\nsteps:\n  - {name: a, run: ${run}}\n  - {name: b, run: b, needs: [a]}\n`;
    expect(modelOf(flow('one')).shape).toBe(modelOf(flow('two')).shape);
    expect(modelOf(flow('one')).shape).not.toBe(modelOf(flow('one').replace('needs: [a]', 'if: true')).shape);
  });
});
