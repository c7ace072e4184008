import { describe, expect, it } from 'vitest';
import type { GraphModel, GraphNode } from '../../shared/graph/model.ts';
import { edgeStatus } from './edge-status.ts';
import type { GraphLayout } from './layout/geometry.ts';
import { type Direction, entryStep, neighbour } from './neighbour.ts';

/** build goes to test and lint, lint to deploy; preprocess stands alone. */
const PLACES: Readonly<Record<string, readonly [number, number]>> = {
  build: [0, 0],
  preprocess: [0, 80],
  test: [300, 0],
  lint: [300, 80],
  deploy: [600, 40],
};
const EDGES = [
  ['build', 'test'],
  ['build', 'lint'],
  ['test', 'deploy'],
  ['lint', 'deploy'],
] as const;

const nodes = Object.keys(PLACES).map((id) => ({ id, lane: 'flow', isGroup: false }) as GraphNode);
const model: GraphModel = {
  nodes,
  edges: EDGES.map(([source, target]) => ({
    id: `${source}-${target}`,
    kind: 'need',
    source,
    target,
    asks: 'succeeded',
    optional: false,
  })),
  byId: new Map(nodes.map((node) => [node.id, node])),
  shape: '',
};
const layout: GraphLayout = {
  boxes: new Map(Object.entries(PLACES).map(([id, [x, y]]) => [id, { x, y, width: 220, height: 56 }])),
  routes: new Map(),
  lanes: [],
};

describe('arrow keys in the graph', () => {
  it.each<[string, Direction, string | undefined]>([
    ['build', 'right', 'test'],
    ['lint', 'right', 'deploy'],
    ['deploy', 'right', undefined],
    ['lint', 'left', 'build'],
    ['build', 'left', undefined],
    ['build', 'down', 'preprocess'],
    ['preprocess', 'up', 'build'],
    ['test', 'down', 'lint'],
    ['preprocess', 'right', undefined],
  ])('%s, %s: %s', (from, direction, to) => {
    expect(neighbour(model, layout, from, direction)).toBe(to);
  });

  it('enter at the first step', () => {
    expect(entryStep(model, layout)).toBe('build');
  });
});

describe('edgeStatus', () => {
  it.each([
    ['pending', 'pending', 'pending'],
    ['running', 'pending', 'pending'],
    ['succeeded', 'pending', 'pending'],
    ['succeeded', 'queued', 'active'],
    ['succeeded', 'running', 'active'],
    ['succeeded', 'waiting', 'active'],
    ['succeeded', 'succeeded', 'done'],
    ['failed', 'succeeded', 'done'],
    ['failed', 'skipped', 'broken'],
    ['skipped', 'skipped', 'skipped'],
    ['succeeded', 'cancelled', 'pending'],
  ] as const)('%s to %s is %s', (source, target, status) => {
    expect(edgeStatus(source, target)).toBe(status);
  });
});
