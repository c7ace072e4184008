// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences of terminals begin with one
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** The last line with something on it, as a terminal would show it: escapes left out, after the last carriage return. */
export function lastLine(text: string): string {
  const lines = text.replace(ESCAPES, '').split('\n');
  for (const line of lines.reverse()) {
    const shown = line.replace(/\r+$/, '').split('\r').at(-1)?.trim() ?? '';
    if (shown !== '') return shown;
  }
  return '';
}
