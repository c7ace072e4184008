import { describe, expect, it } from 'vitest';
import { byFolder } from './by-folder.ts';

describe('byFolder', () => {
  it('puts the folder itself first, then others by name, with numbers in their order', () => {
    const rows = [
      'flows/b.yaml',
      'z.chronum.yaml',
      'step-10.chronum.yaml',
      'flows/a.yaml',
      'step-9.chronum.yaml',
      'a/x.yaml',
    ];
    expect(byFolder(rows.map((file) => ({ file })))).toEqual([
      {
        folder: '',
        files: [{ file: 'step-9.chronum.yaml' }, { file: 'step-10.chronum.yaml' }, { file: 'z.chronum.yaml' }],
      },
      { folder: 'a', files: [{ file: 'a/x.yaml' }] },
      { folder: 'flows', files: [{ file: 'flows/a.yaml' }, { file: 'flows/b.yaml' }] },
    ]);
  });
});
