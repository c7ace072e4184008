import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { LogMatch } from '../../../contract/logs.ts';
import { client } from '../../shared/client/client.ts';
import type { AttemptKey } from './log-session.ts';

export interface SearchTerm {
  readonly text: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
}

export interface DiskSearchState {
  /** One for each line with a match, in order. */
  readonly lines: readonly LogMatch[];
  /** Share of the log that was looked at, from 0 to 1; null while nothing is looked for. */
  readonly progress: number | null;
  readonly isCut: boolean;
  readonly problem: string | null;
}

export interface DiskSearch {
  readonly use: UseBoundStore<StoreApi<DiskSearchState>>;
  /** Looks for another text; an empty one ends the search. */
  start(term: SearchTerm): void;
  cancel(): void;
}

const IDLE: DiskSearchState = { lines: [], progress: null, isCut: false, problem: null };

/** Looks through a whole log on disk, without bringing it here. */
export function createDiskSearch(key: AttemptKey): DiskSearch {
  const use = create<DiskSearchState>(() => IDLE);
  let stop = new AbortController();

  const run = async (term: SearchTerm, { signal }: AbortController) => {
    try {
      for await (const { matches, scanned, size, isCut } of await client.logs.search({ key, ...term }, { signal })) {
        if (signal.aborted) return;
        use.setState(({ lines }) => ({
          lines: withLines(lines, matches),
          progress: size === 0 ? 1 : scanned / size,
          isCut,
        }));
      }
      if (!signal.aborted) use.setState({ progress: 1 });
    } catch (error) {
      if (!signal.aborted)
        use.setState({ progress: 1, problem: error instanceof Error ? error.message : String(error) });
    }
  };

  const cancel = () => {
    stop.abort();
    stop = new AbortController();
  };
  return {
    use,
    cancel,
    start(term) {
      cancel();
      use.setState(term.text === '' ? IDLE : { ...IDLE, progress: 0 });
      if (term.text !== '') void run(term, stop);
    },
  };
}

function withLines(lines: readonly LogMatch[], matches: readonly LogMatch[]): readonly LogMatch[] {
  if (matches.length === 0) return lines;
  const all = [...lines];
  for (const match of matches) if (all.at(-1)?.lineOffset !== match.lineOffset) all.push(match);
  return all;
}
