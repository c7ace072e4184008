import { expect, it } from 'vitest';
import { editorLink } from './editor-link.ts';

it('leads to a file in the editor that was chosen', () => {
  expect(editorLink('system', '/work/a.yaml', 3)).toBeNull();
  expect(editorLink('vscode', '/work/my flows/a#1?.yaml', 3)).toBe('vscode://file/work/my%20flows/a%231%3F.yaml:3');
  expect(editorLink('zed', '/work/a.yaml')).toBe('zed://file/work/a.yaml');
  expect(editorLink('cursor', 'C:\\work\\a.yaml', 12)).toBe('cursor://file/C:/work/a.yaml:12');
});
