import { describe, expect, it } from 'vitest';
import { isError } from '../../../core/base/diagnostic.ts';
import { editFlow } from '../../../core/flow/edit/index.ts';
import { readFlow } from '../../../core/flow/read.ts';
import { compileFlow } from '../../../core/run/compile.ts';
import { builtInExecutors } from '../../../main/executors/registry.ts';
import { type GraphModel, graphOfPlan } from '../../shared/graph/model.ts';
import { standInsOf } from '../../shared/graph/stand-ins.ts';
import { readArrangement, writeArrangement } from './arrangement/arrangement-codec.ts';
import { connectionRefusal, cycleWith } from './cycle.ts';
import { edgeAt, edgesAcross } from './hit.ts';
import { NODE_HEIGHT, NODE_WIDTH } from './layout/geometry.ts';
import { placedLayout } from './layout/placed-layout.ts';
import { visibleModel } from './layout/visible-model.ts';
import { starterOf } from './starters.ts';

function modelOf(text: string): GraphModel {
  const { flow } = readFlow(text, { file: 'x' });
  if (flow === null) throw new Error('not a flow');
  return graphOfPlan(compileFlow(flow), standInsOf(flow));
}

const model = modelOf(`name: x
steps:
  - {name: build, run: a}
  - {name: test, run: a, needs: [build]}
  - {name: lint, run: a, needs: [build], fallback: mend}
  - {name: mend, run: a}
  - {name: deploy, run: a, needs: test || lint}
  - name: after
    needs: 'atLeast(2, deploy, test, lint)'
    steps:
      - {name: one, run: a}
      - {name: two, run: a, needs: [one]}
handlers:
  always:
    - {name: tell, run: a}
`);

describe('connections', () => {
  it('that would close a circle say which', () => {
    expect(cycleWith(model, 'deploy', 'build')).toEqual(['deploy', 'build', 'test', 'deploy']);
    expect(cycleWith(model, 'test', 'test')).toEqual(['test', 'test']);
    expect(cycleWith(model, 'test', 'lint')).toBeUndefined();
    expect(connectionRefusal(model, 'deploy', 'build')).toContain('deploy → build → test → deploy');
  });

  it('hold between steps of one list, once', () => {
    expect(connectionRefusal(model, 'build', 'after/one')).toContain('same group');
    expect(connectionRefusal(model, 'build', 'tell')).toContain('handlers');
    expect(connectionRefusal(model, 'build', 'test')).toContain('already');
    expect(connectionRefusal(model, 'test', 'lint')).toBeUndefined();
  });

  it('to a step that stands in, and operators of needs, are drawn as what they are', () => {
    expect(model.edges.find(({ kind }) => kind === 'fallback')).toMatchObject({ source: 'lint', target: 'mend' });
    expect(model.byId.get('deploy')?.joint).toEqual({ op: 'any', count: 1, of: 2 });
    expect(model.byId.get('after')?.joint).toEqual({ op: 'atLeast', count: 2, of: 3 });
    expect(model.byId.get('test')?.joint).toBeUndefined();
  });
});

describe('places', () => {
  const places = new Map([
    ['build', { x: 0, y: 0 }],
    ['test', { x: 400, y: 0 }],
    ['after/one', { x: 1_200, y: 400 }],
  ]);
  const layout = placedLayout(model, places);

  it('are kept, and steps without one find room beside what they need', () => {
    expect(layout.boxes.get('test')).toEqual({ x: 400, y: 0, width: NODE_WIDTH, height: NODE_HEIGHT });
    expect(layout.boxes.get('lint')?.x).toBeGreaterThan(NODE_WIDTH);
    const leaves = [...layout.boxes].filter(([id]) => id !== 'after').map(([, box]) => box);
    for (const [i, a] of leaves.entries()) {
      for (const b of leaves.slice(i + 1)) {
        const isApart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(isApart).toBe(true);
      }
    }
  });

  it('of steps in a group make its frame', () => {
    const frame = layout.boxes.get('after')!;
    for (const id of ['after/one', 'after/two']) {
      const box = layout.boxes.get(id)!;
      expect(box.x > frame.x && box.x + box.width < frame.x + frame.width).toBe(true);
      expect(box.y > frame.y && box.y + box.height < frame.y + frame.height).toBe(true);
    }
  });

  it('and the rest of an arrangement come back as they were kept; anything else is left out', () => {
    const kept = { places, collapsed: new Set(['after']), notes: [{ id: 'n', text: 'why', x: 1, y: 2 }] };
    expect(readArrangement(writeArrangement(kept))).toEqual(kept);
    expect(readArrangement({ places: [['a', 'b'], 5], notes: [{ id: 1 }], collapsed: 'x' })).toEqual({
      places: new Map(),
      collapsed: new Set(),
      notes: [],
    });
  });

  it('of edges are found by a point and by a stroke', () => {
    const need = model.edges.find(({ source, target }) => source === 'build' && target === 'test');
    expect(edgeAt(model, layout, { x: 300, y: NODE_HEIGHT / 2 + 4 }, 10)).toBe(need);
    expect(edgeAt(model, layout, { x: 300, y: -80 }, 10)).toBeUndefined();
    const stroke = [
      { x: 225, y: -40 },
      { x: 225, y: NODE_HEIGHT / 2 + 10 },
    ];
    expect(edgesAcross(model, layout, stroke)).toContain(need);
    expect(edgesAcross(model, layout, [stroke[0]!, { x: 230, y: -30 }])).toEqual([]);
  });

  it('hide what is in a closed group', () => {
    const closed = visibleModel(model, new Set(['after']));
    expect(closed.byId.has('after/one')).toBe(false);
    expect(closed.byId.has('after')).toBe(true);
    expect(closed.shape).not.toBe(model.shape);
  });
});

describe('a new step of each type', () => {
  it.each([...builtInExecutors().values()].map(({ name }) => name))('%s leaves the flow without an error', (name) => {
    const { takesScript, jsonSchema: schema } = builtInExecutors().get(name)!;
    const value = { name: 'new', ...starterOf({ name, takesScript, schema }) };
    const edited = editFlow('name: x\nsteps: []\n', [{ op: 'insert', path: ['steps', 0], value }]);
    if (!edited.ok) throw new Error(edited.error.message);
    expect(readFlow(edited.value.text, { file: 'x' }).diagnostics.filter(isError)).toEqual([]);
  });

  it('of a plug-in has the options that it insists on', () => {
    const schema = {
      type: 'object',
      required: ['to', 'times', 'kind'],
      properties: { to: { type: 'string' }, times: { type: 'integer', minimum: 2 }, kind: { enum: ['a', 'b'] } },
    };
    expect(starterOf({ name: 'mail', takesScript: 'no', schema })).toEqual({
      executor: 'mail',
      with: { to: '', times: 2, kind: 'a' },
    });
  });
});
