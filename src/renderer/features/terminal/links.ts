/** Something in a line of output that can be opened. */
export type FoundLink =
  | { readonly kind: 'web'; readonly url: string; readonly start: number; readonly length: number }
  | { readonly kind: 'file'; readonly path: string; readonly start: number; readonly length: number };

const WEB = /https?:\/\/[^\s"'<>`\\^{|}]+/g;
/** A path with a folder, or a name with an extension and a line after it: `src/app.ts`, `./a`, `/x/y.c:3:14`, `main.go:7`. */
const FILE =
  /(?<![\w/.:@-])(?:(?:\.{1,2}\/|\/|~\/)?(?:[\w@.+-]+\/)+[\w@.+-]+|[\w@+-]+(?:\.[\w+-]+)+(?=:\d))(?::\d+(?::\d+)?)?/g;

/** Web addresses and file paths in a line of plain text, in order. */
export function findLinks(line: string): FoundLink[] {
  const links: FoundLink[] = [];
  for (const { 0: found, index } of line.matchAll(WEB)) {
    const url = withoutTail(found);
    if (URL.canParse(url)) links.push({ kind: 'web', url, start: index, length: url.length });
  }
  for (const { 0: found, index } of line.matchAll(FILE)) {
    if (links.some(({ start, length }) => index < start + length && index + found.length > start)) continue;
    const text = found.replace(/\.+$/, '');
    const path = text.replace(/(?::\d+){1,2}$/, '');
    links.push({ kind: 'file', path, start: index, length: text.length });
  }
  return links.sort((a, b) => a.start - b.start);
}

/** Without the signs that end a sentence or close what the address stands in. */
function withoutTail(found: string): string {
  let url = found.replace(/[.,;:!?]+$/, '');
  while (url.endsWith(')') && url.split(')').length > url.split('(').length) url = url.slice(0, -1);
  return url.replace(/[.,;:!?]+$/, '');
}
