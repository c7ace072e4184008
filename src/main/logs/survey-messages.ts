import type { LogSearch } from '../ports/log-store.ts';
import type { SearchProgress } from '../ports/log-survey.ts';

/** What a thread is started with: it does one thing, and is ended after it. */
export type SurveyStart = { readonly folder: string } & (
  | { readonly task: 'sizes' }
  | { readonly task: 'search'; readonly search: LogSearch }
);

/** To a thread that searches: the runs to go on with. */
export type SurveyRuns = readonly string[];

export type SurveyAnswer =
  | { readonly kind: 'found'; readonly progress: SearchProgress }
  /** All runs that were given are searched. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'sizes'; readonly sizes: ReadonlyMap<string, number> }
  | { readonly kind: 'invalid'; readonly message: string };
