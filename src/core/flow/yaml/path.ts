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
