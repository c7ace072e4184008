import type { LogMatch, LogSearchProgress } from '../../contract/logs.ts';
import type { AttemptKey, LogSearch, LogStore } from '../ports/log-store.ts';

/** More matches than this in one log tell a person nothing. */
const MOST_MATCHES = 10_000;
/** Progress is told at least this often. */
const STEP_BYTES = 8 * 1024 * 1024;

/** Looks through the log of an attempt on disk, and tells what it finds and how far it is. Aborting ends it at once. */
export async function* searchLog(
  logs: Pick<LogStore, 'search' | 'size'>,
  {
    key,
    signal,
    ...search
  }: Omit<LogSearch, 'limit' | 'onScanned'> & {
    readonly key: AttemptKey;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<LogSearchProgress, void> {
  const size = await logs.size(key);
  let scanned = 0;
  let told = 0;
  let count = 0;
  let wake: () => void = () => undefined;
  const found: LogMatch[] = [];
  let isOver = false;
  let problem: unknown;
  const reading = (async () => {
    const onScanned = (bytes: number) => {
      scanned = bytes;
      if (scanned - told >= STEP_BYTES) wake();
    };
    for await (const matches of logs.search(key, { ...search, limit: MOST_MATCHES + 1, onScanned }, signal)) {
      found.push(...matches);
      wake();
    }
  })()
    .catch((error: unknown) => {
      problem = error;
    })
    .finally(() => {
      isOver = true;
      wake();
    });
  const isNews = () => (found.length > 0 && count < MOST_MATCHES) || scanned - told >= STEP_BYTES;
  while (!isOver) {
    if (!isNews()) await new Promise<void>((resolve) => (wake = resolve));
    if (isOver || !isNews()) continue;
    const matches = found.splice(0, MOST_MATCHES - count);
    count += matches.length;
    told = scanned;
    yield { matches, scanned, size, isCut: false };
  }
  await reading;
  if (problem !== undefined) throw problem;
  const isCut = count + found.length > MOST_MATCHES;
  yield { matches: found.splice(0, MOST_MATCHES - count), scanned: isCut ? scanned : size, size, isCut };
}
