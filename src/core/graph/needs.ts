import type { StepEnd } from '../run/status.ts';

/** What an atom of `needs` asks of a step's end. `ok` is succeeded, or skipped by its own `if` or `disabled`. */
export type NeedSuffix = StepEnd | 'done' | 'ok';

/** A parsed `needs`: atoms and Kleene operators over them. A list is `all`. */
export type NeedsExpression =
  | { readonly op: 'atom'; readonly step: string; readonly is: NeedSuffix }
  | { readonly op: 'all'; readonly of: readonly NeedsExpression[] }
  | { readonly op: 'any'; readonly of: readonly NeedsExpression[] }
  | { readonly op: 'not'; readonly of: NeedsExpression }
  | { readonly op: 'atLeast'; readonly count: number; readonly of: readonly NeedsExpression[] };
