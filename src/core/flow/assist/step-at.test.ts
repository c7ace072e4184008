import { describe, expect, it } from 'vitest';
import { readFlow } from '../read.ts';
import { outlineOf, stepAt, textOfStep } from './index.ts';

const TEXT = `name: d
steps:
  - id: build
    run: |
      make
      make more

  # after all
  - {id: test, run: x}
  - id: all
    steps:
      - id: lint
        run: y
handlers:
  always:
    - {id: tell, run: z}
`;
const flow = readFlow(TEXT, { file: 'f' }).flow!;
const entries = outlineOf(TEXT);

describe('steps and where they are written', () => {
  it.each([
    ['make more', 'build'],
    ['- id: build', 'build'],
    ['test, run', 'test'],
    ['steps:\n      - id', 'all'],
    ['run: y', 'all/lint'],
    ['run: z', 'tell'],
    ['name: d', undefined],
    ['handlers', undefined],
  ])('at %j there is %s', (piece, id) => {
    expect(stepAt(flow, entries, TEXT.indexOf(piece))).toBe(id);
  });

  it('has the whole text of a step, and no more', () => {
    const textOf = (id: string) => {
      const found = textOfStep(flow, entries, id);
      return found && TEXT.slice(found.start, found.end);
    };
    expect(textOf('test')).toBe('- {id: test, run: x}');
    expect(textOf('all/lint')).toBe('- id: lint\n        run: y');
    expect(textOf('build')).toMatch(/^- id: build[\s\S]*make more\n\s*$/);
    expect(textOf('gone')).toBeUndefined();
  });
});
