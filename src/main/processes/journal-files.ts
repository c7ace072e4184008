import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { JOURNAL_SUFFIX, PREVIOUS_JOURNAL_SUFFIX } from '../../helper/exit-journal.ts';
import type { ProcessExit } from '../ports/processes.ts';

/** A helper that left in order removed its journal; after this long nobody comes back to a run whose owner died. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** What the journals of all helpers say, by mark. Reading changes nothing, so a recovery that dies can be repeated. */
export async function readJournals(folder: string, now: number): Promise<Map<string, ProcessExit>> {
  const exitsByMark = new Map<string, ProcessExit>();
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.endsWith(JOURNAL_SUFFIX) && !name.endsWith(PREVIOUS_JOURNAL_SUFFIX)) continue;
    const path = join(folder, name);
    const age = await stat(path).then(
      (file) => now - file.mtimeMs,
      () => null,
    );
    if (age === null) continue;
    if (age > KEPT_MS) {
      await rm(path, { force: true });
      continue;
    }
    const text = await readFile(path, 'utf8').catch(() => '');
    for (const line of text.split('\n')) addEntry(exitsByMark, line);
  }
  return exitsByMark;
}

/** The last line may be half written. */
function addEntry(exitsByMark: Map<string, ProcessExit>, line: string): void {
  if (line === '') return;
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null) return;
    const { mark, exitCode, signal } = entry as Record<string, unknown>;
    if (typeof mark !== 'string') return;
    exitsByMark.set(mark, {
      exitCode: typeof exitCode === 'number' ? exitCode : null,
      signal: typeof signal === 'string' ? signal : null,
    });
  } catch {
    // Half a line.
  }
}
