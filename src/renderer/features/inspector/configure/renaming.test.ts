import { describe, expect, it } from 'vitest';
import { editFlow } from '../../../../core/flow/edit/index.ts';
import { readFlow } from '../../../../core/flow/read.ts';
import { allSteps } from '../../../../core/flow/steps.ts';
import { renameByName } from './renaming.ts';

/** The flow after its first step got another name, with the id that it has then. */
function renamed(steps: string, to: string) {
  const text = `name: x\nsteps:\n${steps}`;
  const flow = readFlow(text, { file: 'x' }).draft!;
  const place = allSteps(flow)[0]!;
  const hasName = place.step.name !== undefined;
  const hasOwnId = /id:/.test(steps.split('\n')[0] ?? '');
  const { edits, id } = renameByName(place, flow, { to, hasOwnId, hasName });
  const done = editFlow(text, edits);
  if (!done.ok) throw new Error(done.error.message);
  const after = readFlow(done.value.text, { file: 'x' });
  expect(after.diagnostics).toEqual([]);
  expect(after.flow?.steps[0]?.id).toBe(id);
  return done.value.text.slice('name: x\nsteps:\n'.length);
}

describe('another name for a step', () => {
  it('beside an id of its own changes the name alone', () => {
    expect(renamed('  - {id: a, name: Old, run: x}\n', 'New name')).toBe('  - {id: a, name: New name, run: x}\n');
    expect(renamed('  - {id: a, run: x}\n', 'New name')).toContain('name: New name');
  });

  it('takes its id along where nobody speaks of it', () => {
    expect(renamed('  - {name: Old, run: x}\n', 'New name')).toBe('  - {name: New name, run: x}\n');
  });

  it('leaves others what they call it', () => {
    const others = '  - {name: b, needs: [old-name], run: y}\n';
    expect(renamed(`  - {name: Old name, run: x}\n${others}`, 'New name')).toBe(
      `  - {id: old-name, name: New name, run: x}\n${others}`,
    );
  });

  it('is told to others where the name is the id', () => {
    expect(renamed('  - {name: old, run: x}\n  - {name: b, needs: [old], run: y}\n', 'new')).toBe(
      '  - {name: new, run: x}\n  - {name: b, needs: [new], run: y}\n',
    );
  });
});
