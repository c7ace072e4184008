/** Where a value stands: map keys as text, list positions as numbers from 0. */
export type Path = readonly (string | number)[];

/** `steps[3].retry.limit`; keys that are not plain words are quoted in brackets. */
export function formatPath(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

export const isUnder = (path: Path, ancestor: Path): boolean =>
  ancestor.length <= path.length && ancestor.every((part, i) => part === path[i]);

/** The last key that is not a list position: what a person calls the value. */
export function nameOf(path: Path): string | undefined {
  const last = path.at(-1);
  return typeof last === 'string' ? last : undefined;
}

const PART = /\.?([A-Za-z_][\w-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;

/** The way back from `formatPath`. */
export function parsePath(text: string): Path {
  const path: (string | number)[] = [];
  for (let at = 0; at < text.length; at = PART.lastIndex) {
    PART.lastIndex = at;
    const part = PART.exec(text);
    if (part === null) throw new TypeError(`not a path: ${text}`);
    const [, word, index, quoted] = part;
    path.push(word ?? (index === undefined ? (JSON.parse(quoted!) as string) : Number(index)));
  }
  return path;
}
