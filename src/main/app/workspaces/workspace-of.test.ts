import { describe, expect, it } from 'vitest';
import { workspaceOf } from './workspace-of.ts';

describe('the workspace of a flow file', () => {
  it.each([
    ['its folder', '/w/deploy.chronum.yaml', [], '/w', 'deploy.chronum.yaml'],
    ['the folder around flows/', '/w/flows/nightly/backup.yaml', [], '/w', 'flows/nightly/backup.yaml'],
    ['one that was opened', '/w/a/deploy.chronum.yaml', ['/w', '/other'], '/w', 'a/deploy.chronum.yaml'],
    ['the innermost that was opened', '/w/a/chronum.yaml', ['/w', '/w/a'], '/w/a', 'chronum.yaml'],
    ['never one of a similar name', '/work/chronum.yaml', ['/w'], '/work', 'chronum.yaml'],
    ['not one that would not list it', '/w/a/other.yaml', ['/w'], '/w/a', 'other.yaml'],
  ])('is %s', (_, path, known, workspace, file) => {
    expect(workspaceOf(path, known)).toEqual({ workspace, file });
  });
});
