import { expect, it } from 'vitest';
import { readFlow } from '../flow/index.ts';
import { compileFlow } from '../run/compile.ts';
import { exportGraph } from './export.ts';

const text =
  'name: g\nsteps:\n  - {name: Build "it", run: x}\n  - id: t\n    needs: [build-it]\n    steps:\n      - {id: a, run: x}\n';
const plan = compileFlow(readFlow(text, { file: 'g.chronum.yaml' }).flow!);

it('writes Mermaid with quoted names and short ids', () => {
  expect(exportGraph(plan, 'mermaid')).toBe(
    'flowchart LR\n  n0["Build #quot;it#quot;"]\n  n1["t"]\n  n2["a"]\n  n0 --> n1\n',
  );
});

it('writes Graphviz', () => {
  expect(exportGraph(plan, 'dot')).toContain('"build-it" -> "t";');
  expect(exportGraph(plan, 'dot')).toContain('[label="Build \\"it\\""]');
});

it('writes JSON with needs', () => {
  const nodes = JSON.parse(exportGraph(plan, 'json')).nodes as { id: string; needs: string[]; executor: string }[];
  expect(nodes.map(({ id, needs, executor }) => [id, needs, executor])).toEqual([
    ['build-it', [], 'shell'],
    ['t', ['build-it'], 'group'],
    ['t/a', [], 'shell'],
  ]);
});
