import { join } from 'node:path';

/** Where the programs of the studio's threads lie: beside each other where it was built, else their sources. */
export interface ThreadPrograms {
  readonly reader: string;
  readonly survey: string;
}

export function threadPrograms(ownFolder: string): ThreadPrograms {
  // What runs from its sources takes those of its threads too: what was built may be older.
  const isSource = import.meta.filename?.endsWith('.ts') ?? false;
  return isSource
    ? {
        reader: join(ownFolder, 'src', 'main', 'store', 'reader-worker.ts'),
        survey: join(ownFolder, 'src', 'main', 'logs', 'survey-worker.ts'),
      }
    : {
        reader: join(ownFolder, 'out', 'main', 'reader.cjs'),
        survey: join(ownFolder, 'out', 'main', 'survey.cjs'),
      };
}
