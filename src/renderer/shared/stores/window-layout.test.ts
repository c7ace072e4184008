import { describe, expect, it } from 'vitest';
import { DEFAULT_LAYOUT, readLayout } from './window-layout.ts';

describe('readLayout', () => {
  it('is the usual one when nothing sensible is stored', () => {
    for (const stored of [null, 'text', 3, []]) expect(readLayout(stored)).toEqual(DEFAULT_LAYOUT);
  });

  it('takes what is stored, and nothing of a wrong type', () => {
    const stored = {
      sideWidth: 300,
      sideOpen: false,
      inspectorWidth: 'wide',
      bottomTab: 'nonsense',
      activity: 'runs',
      file: 'a.chronum.yaml',
      runId: 7,
      somethingElse: true,
    };
    expect(readLayout(stored)).toEqual({
      ...DEFAULT_LAYOUT,
      sideWidth: 300,
      sideOpen: false,
      activity: 'runs',
      file: 'a.chronum.yaml',
    });
  });
});
