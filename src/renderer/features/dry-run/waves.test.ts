import { describe, expect, it } from 'vitest';
import { readFlow } from '../../../core/flow/read.ts';
import { compileFlow } from '../../../core/run/compile.ts';
import { dryRunPlan } from '../../../core/run/dry-run-plan.ts';
import { placesOf } from '../../shared/run/dry-places.ts';
import { wavesOf } from './waves.ts';

const FLOW = `name: d
steps:
  - {id: late, run: z, needs: [all, test]}
  - {id: build, run: x}
  - {id: test, run: y, needs: [build], matrix: {os: [linux, mac]}}
  - id: all
    needs: [build]
    steps:
      - {id: one, run: a}
      - {id: two, run: b, needs: [one]}
  - {id: never, run: x, disabled: true}
`;

function steps() {
  const dry = dryRunPlan({
    flow: { id: 'f', name: 'd', workspace: '/w', file: 'f' },
    plan: compileFlow(readFlow(FLOW, { file: 'f' }).flow!),
    params: {},
    trigger: { type: 'manual' },
    owner: { id: 'o', kind: 'app', pid: 0 },
  });
  if (!dry.ok) throw new Error(dry.error.join());
  return dry.value;
}

describe('a dry run', () => {
  it('is listed by waves, without what only holds other steps', () => {
    expect(wavesOf(steps()).map(({ number, steps: of }) => [number, of.map(({ stepId }) => stepId)])).toEqual([
      [1, ['build']],
      [2, ['test[os=linux]', 'test[os=mac]', 'all/one']],
      [3, ['all/two']],
      [4, ['late']],
      [0, ['never']],
    ]);
  });

  it('has a place for each node: the waves of its instances', () => {
    const places = placesOf(steps());
    expect(places.get('test')).toEqual({ first: 2, last: 2, count: 2 });
    expect(places.get('late')).toEqual({ first: 4, last: 4, count: 1 });
    expect(places.get('never')).toEqual({ first: 0, last: 0, count: 0 });
  });
});
