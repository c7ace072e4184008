export interface Folder<Row> {
  /** Relative to the workspace; empty for the workspace itself. */
  readonly folder: string;
  readonly files: readonly Row[];
}

/** Files under their folders: the workspace itself first, then folders by name, files by name within. */
export function byFolder<Row extends { readonly file: string }>(rows: readonly Row[]): readonly Folder<Row>[] {
  const folders = new Map<string, Row[]>();
  for (const row of [...rows].sort((a, b) => compare(a.file, b.file))) {
    const folder = row.file.slice(0, Math.max(0, row.file.lastIndexOf('/')));
    const files = folders.get(folder);
    if (files === undefined) folders.set(folder, [row]);
    else files.push(row);
  }
  return [...folders].sort(([a], [b]) => compare(a, b)).map(([folder, files]) => ({ folder, files }));
}

const collator = new Intl.Collator('en', { numeric: true });
const compare = collator.compare;
