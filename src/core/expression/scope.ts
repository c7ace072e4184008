import type { Json } from '../base/json.ts';

/** A value, or a function that gives it: called at most once an evaluation, and only when the expression reads it. */
export type Lazy<T> = T | (() => T);

/**
 * What an expression may read. A root whose key is absent is not in scope here (`not-in-scope`); one that is there but has
 * nothing yet is null, such as `previous` in a first run. `secrets` is never here: see `secrets-not-here`.
 */
export interface Scope {
  readonly params?: Lazy<Json>;
  readonly env?: Lazy<Json>;
  readonly matrix?: Lazy<Json>;
  readonly item?: Lazy<Json>;
  readonly index?: Lazy<Json>;
  readonly flow?: Lazy<Json>;
  readonly run?: Lazy<Json>;
  readonly trigger?: Lazy<Json>;
  readonly previous?: Lazy<Json>;
  /** The last attempt of the step itself: in `retry.if`, `repeat` and `outputs`. */
  readonly self?: Lazy<Json>;
  /** In hooks. */
  readonly event?: Lazy<Json>;
  /** One step by its id, null when there is none: a run of 10,000 steps builds only what is read. */
  readonly steps?: (id: string) => Json;
  /** Names that a flow gives itself: `forEach: {in, as: file}` puts `file` here. */
  readonly names?: Readonly<Record<string, Lazy<Json>>>;
}

/** Every root that some place of a flow has in scope. */
export const ROOTS = [
  'params',
  'env',
  'matrix',
  'item',
  'index',
  'flow',
  'run',
  'trigger',
  'previous',
  'steps',
  'self',
  'event',
] as const;

export type Root = (typeof ROOTS)[number];

/** Recognised everywhere, so that the linter can say where it may stand; never evaluated here. */
export const SECRETS = 'secrets';
