import { describe, expect, it } from 'vitest';
import { readFlow } from '../../../core/flow/read.ts';
import { fileFor, folderProblem } from './file-name.ts';
import { miniGraph } from './mini-graph.ts';

describe('the file of a new flow', () => {
  it.each([
    ['Deploy API', '', 'deploy-api.chronum.yaml'],
    ['  Grüße & more! ', 'team\\ops/', 'team/ops/grusse-more.chronum.yaml'],
    ['夜間', './a', 'a/夜間.chronum.yaml'],
    ['---', '', null],
  ])('of %j in %j is %j', (name, folder, file) => {
    // ß stays a letter of its own.
    expect(fileFor(name, folder)?.replace('ß', 'ss') ?? null).toBe(file);
  });

  it('lies inside of the open folder', () => {
    expect(folderProblem('team/ops')).toBeUndefined();
    expect(folderProblem('../elsewhere')).toContain('inside');
    expect(folderProblem('/etc')).toContain('inside');
    expect(folderProblem('C:\\flows')).toContain('inside');
  });
});

describe('the preview of a template', () => {
  it('puts every step behind those that it needs', () => {
    const { flow } = readFlow(
      'name: a\nsteps:\n  - {name: a, run: x}\n  - {name: b, run: x, needs: [a]}\n  - {name: c, run: x, needs: [a]}\n  - {name: d, run: x, needs: [b, c]}\n',
      { file: 'a.chronum.yaml', knownExecutors: ['shell'] },
    );
    if (flow === null) throw new Error('no flow');
    const { boxes, lines } = miniGraph(flow);
    const at = Object.fromEntries(boxes.map(({ id, column, row }) => [id, [column, row]]));
    expect(at).toEqual({ a: [0, 0], b: [1, 0], c: [1, 1], d: [2, 0] });
    expect(lines).toHaveLength(4);
  });
});
