import ELK from 'elkjs/lib/elk.bundled.js';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { describe, expect, it } from 'vitest';
import { readFlow } from '../../../../core/flow/read.ts';
import { compileFlow } from '../../../../core/run/compile.ts';
import { type GraphModel, graphOfPlan } from '../../../shared/graph/model.ts';
import { elkInput } from './elk-input.ts';
import { graphLayout } from './elk-output.ts';
import { boundsOf, fitted } from './fitted.ts';
import { type Box, type GraphLayout, NODE_HEIGHT, NODE_WIDTH } from './geometry.ts';
import { readLayout, writeLayout } from './layout-codec.ts';
import { roundedPath } from './route.ts';

const elk = new ELK();

const FLOW = `
name: all
steps:
  - {name: build, run: make}
  - {name: lint, run: lint}
  - name: package
    needs: [build, lint]
    steps:
      - {name: bundle, run: tar}
      - {name: sign, run: gpg, needs: [bundle]}
  - {name: deploy, run: deploy, needs: [package]}
handlers:
  always:
    - {name: sweep, run: sweep}
`;

function modelOf(text: string): GraphModel {
  const { flow } = readFlow(text, { file: 'test.chronum.yaml' });
  if (flow === null) throw new Error('the flow of this test is not valid');
  return graphOfPlan(compileFlow(flow));
}

async function layOut(model: GraphModel): Promise<GraphLayout> {
  const flow: ElkNode = await elk.layout(elkInput(model, 'flow'));
  const always: ElkNode = await elk.layout(elkInput(model, 'always'));
  return graphLayout([
    { lane: 'flow', root: flow },
    { lane: 'always', root: always },
  ]);
}

const boxOf = (layout: GraphLayout, id: string): Box => {
  const box = layout.boxes.get(id);
  if (box === undefined) throw new Error(`${id} has no place`);
  return box;
};
const isInside = (inner: Box, outer: Box) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;
const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('the layout of a graph', () => {
  const model = modelOf(FLOW);

  it('goes from left to right, with every step at its size and none over another', async () => {
    const layout = await layOut(model);
    expect(boxOf(layout, 'build')).toMatchObject({ width: NODE_WIDTH, height: NODE_HEIGHT });
    expect(boxOf(layout, 'build').x).toBeLessThan(boxOf(layout, 'package').x);
    expect(boxOf(layout, 'package').x).toBeLessThan(boxOf(layout, 'deploy').x);
    const steps = model.nodes.filter((node) => !node.isGroup).map((node) => boxOf(layout, node.id));
    for (const a of steps) for (const b of steps) expect(a !== b && overlap(a, b)).toBe(false);
  });

  it('puts the steps of a group inside it, and handlers into a band below', async () => {
    const layout = await layOut(model);
    const group = boxOf(layout, 'package');
    expect(isInside(boxOf(layout, 'package/bundle'), group)).toBe(true);
    expect(isInside(boxOf(layout, 'package/sign'), group)).toBe(true);
    const [band] = layout.lanes;
    expect(band?.lane).toBe('always');
    expect(band && isInside(boxOf(layout, 'sweep'), band)).toBe(true);
    expect(band?.y).toBeGreaterThan(group.y + group.height);
  });

  it('leads each edge from the right of its source to the left of its target', async () => {
    const layout = await layOut(model);
    for (const edge of model.edges) {
      const route = layout.routes.get(edge.id) ?? [];
      const from = boxOf(layout, edge.source);
      const to = boxOf(layout, edge.target);
      expect(route.at(0)?.x).toBeCloseTo(from.x + from.width, 0);
      expect(route.at(-1)?.x).toBeCloseTo(to.x, 0);
      expect(route.at(-1)?.y).toBeGreaterThanOrEqual(to.y);
      expect(route.at(-1)?.y).toBeLessThanOrEqual(to.y + to.height);
    }
  });

  it('is the same for the same graph, and survives being kept', async () => {
    const layout = await layOut(model);
    expect(await layOut(modelOf(FLOW))).toEqual(layout);
    const stored = JSON.parse(JSON.stringify(writeLayout({ shape: model.shape, layout })));
    expect(readLayout(stored)).toEqual({ shape: model.shape, layout });
    expect(readLayout({ shape: 3 })).toBeUndefined();
    expect(readLayout(null)).toBeUndefined();
  });
});

describe('fitted', () => {
  const window = { width: 800, height: 600 };

  it('shows a small graph as a whole, in the middle, at its size', () => {
    const { x, zoom } = fitted({ x: 0, y: 0, width: 220, height: 56 }, window, 'readable');
    expect(zoom).toBe(1);
    expect(x).toBe((800 - 220) / 2);
  });

  it('opens a large one at its beginning, at a size that can be read', () => {
    const bounds = { x: 100, y: 50, width: 10_000, height: 300 };
    const view = fitted(bounds, window, 'readable');
    expect(view.zoom).toBe(0.45);
    expect(bounds.x * view.zoom + view.x).toBe(32);
    expect(fitted(bounds, window, 'whole').zoom).toBeLessThan(0.45);
  });

  it('takes the bands of handlers in', () => {
    const boxes = new Map([['a', { x: 10, y: 10, width: 20, height: 20 }]]);
    const lanes = [{ lane: 'always', x: 0, y: 50, width: 100, height: 30 }];
    expect(boundsOf({ boxes, routes: new Map(), lanes })).toEqual({ x: 0, y: 10, width: 100, height: 70 });
  });
});

describe('roundedPath', () => {
  it('rounds corners, less where there is little room', () => {
    const corner = [
      { x: 0, y: 0 },
      { x: 50, y: 0 },
      { x: 50, y: 6 },
    ];
    expect(roundedPath(corner)).toBe('M0 0L47 0Q50 0 50 3L50 6');
    expect(roundedPath(corner.slice(0, 2))).toBe('M0 0L50 0');
    expect(roundedPath([])).toBe('');
  });
});
