import type { Settings } from '../../contract/settings.ts';

/** What each editor calls itself in links. All of them understand `<scheme>://file/<path>:<line>`. */
const SCHEMES: Readonly<Record<Exclude<Settings['editor'], 'system'>, string>> = {
  vscode: 'vscode',
  'vscode-insiders': 'vscode-insiders',
  vscodium: 'vscodium',
  cursor: 'cursor',
  windsurf: 'windsurf',
  zed: 'zed',
};

/** The link that opens a file, at a line, in the editor that the person chose; null for the program that the system has for it. */
export function editorLink(editor: Settings['editor'], path: string, line?: number): string | null {
  if (editor === 'system') return null;
  const parts = path.split(/[\\/]/).map((part) => encodeURIComponent(part).replaceAll('%3A', ':'));
  const place = parts.join('/').replace(/^\//, '');
  return `${SCHEMES[editor]}://file/${place}${line === undefined ? '' : `:${line}`}`;
}
