/**
 * Every reason a step or a run can have for its status. Stored in events: add codes, never rename one.
 * A code that names what decided it carries a detail after `:`, such as `upstream-failed:build,lint`.
 * `explain.ts` turns reasons into words.
 */

type Detail = 'none' | 'ids' | 'id' | 'name';
type Table = Readonly<Record<string, { readonly detail: Detail; readonly means: string }>>;

export const SUCCEEDED_REASONS = {
  succeeded: { detail: 'none', means: 'the body succeeded' },
  reused: { detail: 'none', means: 'the recorded end of an earlier run was taken over' },
  fallback: { detail: 'name', means: 'every attempt failed and this branch succeeded in its place' },
  'continued-on-error': { detail: 'none', means: 'failed, and continueOnError lets the run go on' },
  'threshold-succeed': { detail: 'none', means: 'its threshold was reached, with `then: succeed`' },
  'no-instances': { detail: 'none', means: 'its matrix or forEach has no instance' },
} as const satisfies Table;

export const FAILED_REASONS = {
  'attempts-exhausted': { detail: 'none', means: 'every attempt that retry allows failed' },
  exit: { detail: 'none', means: 'exit code other than 0' },
  signal: { detail: 'none', means: 'ended by a signal' },
  timeout: { detail: 'none', means: 'took longer than its timeout' },
  spawn: { detail: 'none', means: 'its program could not be started' },
  lost: { detail: 'none', means: 'its process or its owner vanished too often' },
  network: { detail: 'none', means: 'the other side could not be reached' },
  http: { detail: 'none', means: 'an HTTP status that counts as failure' },
  rejected: { detail: 'none', means: 'a person or a time limit rejected it' },
  'expression-error': { detail: 'none', means: 'an expression or template of it could not be evaluated' },
  'output-too-large': { detail: 'none', means: 'its declared outputs are larger than allowed' },
  'script-not-found': { detail: 'none', means: 'its script file does not exist' },
  'unknown-executor': { detail: 'none', means: 'no executor of that name is registered' },
  'invalid-config': { detail: 'none', means: 'its options are not valid once their templates are filled in' },
  'too-many-failures': { detail: 'none', means: 'more instances failed than maxFailures allows' },
  'repeat-limit': { detail: 'none', means: 'its repeat came to the limit of rounds before its condition held' },
  'group-failed': { detail: 'ids', means: 'these steps of the group failed' },
  'threshold-fail': { detail: 'none', means: 'its threshold was reached, with `then: fail`' },
} as const satisfies Table;

export const SKIPPED_REASONS = {
  'upstream-failed': { detail: 'ids', means: 'these needed steps failed' },
  'upstream-skipped': { detail: 'ids', means: 'these needed steps were skipped' },
  'upstream-cancelled': { detail: 'ids', means: 'these needed steps were cancelled' },
  'needs-false': { detail: 'ids', means: 'its `needs` cannot come true any more; these steps decided it' },
  'condition-false': { detail: 'none', means: 'its own `if` was false' },
  disabled: { detail: 'none', means: 'marked as disabled' },
  'stopped-by': { detail: 'id', means: 'this step failed and the flow stops on failure; never started' },
  'threshold-skip': { detail: 'none', means: 'its threshold was reached, with `then: skip`' },
  'not-selected': { detail: 'none', means: 'only other steps were asked for' },
  'all-instances-skipped': { detail: 'none', means: 'every instance of it was skipped' },
  'flow-need-unmet': { detail: 'name', means: 'the history of this other flow does not hold what it needs' },
  auxiliary: { detail: 'none', means: 'runs only as fallback or else of another step, which never asked for it' },
} as const satisfies Table;

export const CANCELLED_REASONS = {
  'run-cancelled': { detail: 'none', means: 'the whole run was cancelled' },
  'step-cancelled': { detail: 'none', means: 'somebody cancelled this step' },
  'stopped-by': { detail: 'id', means: 'this step failed and the flow stops on failure; cut off while running' },
  'fail-fast': { detail: 'id', means: 'this instance failed and the step fails fast' },
  'timeout-of': { detail: 'id', means: 'this step around it took longer than its timeout' },
  'run-timeout': { detail: 'none', means: 'the run took longer than its timeout' },
  interrupted: { detail: 'none', means: 'its process died, and the run is not resumed' },
  concurrency: { detail: 'none', means: 'a newer run of its concurrency group took its place' },
} as const satisfies Table;

export const WAITING_REASONS = {
  delay: { detail: 'none', means: 'its delay has not passed' },
  retry: { detail: 'none', means: 'for the next attempt' },
  repeat: { detail: 'none', means: 'for the next round' },
  approval: { detail: 'none', means: 'for a person' },
  breakpoint: { detail: 'none', means: 'halted at a breakpoint' },
  lock: { detail: 'name', means: 'for the lock of this concurrency group' },
  'flow-need': { detail: 'name', means: 'for the history of this other flow' },
} as const satisfies Table;

export const QUEUED_REASONS = {
  slots: { detail: 'none', means: 'as many attempts run as maxParallel allows' },
} as const satisfies Table;

export const RUN_REASONS = {
  succeeded: { detail: 'none', means: 'no step failed and none was cancelled' },
  'step-failed': { detail: 'ids', means: 'these steps ended failed' },
  'run-timeout': { detail: 'none', means: 'the run took longer than its timeout' },
  cancelled: { detail: 'none', means: 'a cancel ended at least one step' },
  'concurrency-skip': { detail: 'name', means: 'this concurrency group was full, with `onConflict: skip`' },
  'concurrency-cancel': { detail: 'name', means: 'a newer run of this concurrency group took its place' },
  interrupted: { detail: 'none', means: 'its process died, with `onInterrupted: fail`' },
  'expression-error': { detail: 'none', means: 'an expression at flow level could not be evaluated' },
  handlers: { detail: 'none', means: 'its handlers are running' },
} as const satisfies Table;

/** Why an attempt was lost. */
const LOST_REASONS = {
  'owner-died': { detail: 'none', means: 'the process that ran the flow died' },
  'helper-died': { detail: 'none', means: 'the helper that ran its process died' },
} as const satisfies Table;

/** A code that always names something is `code:detail`; `step-failed` and the concurrency codes may come without. */
type Written<T extends Table> = {
  [K in keyof T & string]: T[K]['detail'] extends 'none' ? K : `${K}:${string}`;
}[keyof T & string];

export type SucceededReason = Written<typeof SUCCEEDED_REASONS>;
export type FailedReason = Written<typeof FAILED_REASONS>;
export type SkippedReason = Written<typeof SKIPPED_REASONS>;
export type CancelledReason = Written<typeof CANCELLED_REASONS>;
export type WaitingReason = Written<typeof WAITING_REASONS>;
export type QueuedReason = Written<typeof QUEUED_REASONS>;
/** @public */
export type RunReason = Written<typeof RUN_REASONS> | 'step-failed' | 'concurrency-skip' | 'concurrency-cancel';
/** @public */
export type StepReason =
  | SucceededReason
  | FailedReason
  | SkippedReason
  | CancelledReason
  | WaitingReason
  | QueuedReason;

const TABLES: readonly Table[] = [
  SUCCEEDED_REASONS,
  FAILED_REASONS,
  SKIPPED_REASONS,
  CANCELLED_REASONS,
  WAITING_REASONS,
  QUEUED_REASONS,
  RUN_REASONS,
  LOST_REASONS,
];

/** What is stored in an event, taken apart. `ids` is empty unless the detail is one id or a list of ids. */
export interface ParsedReason {
  readonly code: string;
  readonly detail?: string;
  readonly ids: readonly string[];
  /** False for a code that this version does not know: shown as it is. */
  readonly known: boolean;
}

export function parseReason(text: string): ParsedReason {
  const colon = text.indexOf(':');
  const code = colon < 0 ? text : text.slice(0, colon);
  const entry = TABLES.map((table) => (Object.hasOwn(table, code) ? table[code] : undefined)).find(Boolean);
  const known = entry !== undefined;
  if (colon < 0) return { code, ids: [], known };
  const detail = text.slice(colon + 1);
  const ids = entry?.detail === 'ids' ? splitIds(detail) : entry?.detail === 'id' ? [detail] : [];
  return { code, detail, ids, known };
}

/** `reasonWith('upstream-failed', ['build', 'lint'])` is `upstream-failed:build,lint`. */
export const reasonWith = <C extends string>(code: C, ids: readonly string[] | string): `${C}:${string}` =>
  `${code}:${typeof ids === 'string' ? ids : ids.join(',')}`;

/**
 * Splits at the commas between ids. Instances carry commas of their own, in brackets, where a value that holds a special
 * character is JSON: `test[os=linux,node=22],build` is two ids.
 */
export function splitIds(text: string): string[] {
  const ids: string[] = [];
  let start = 0;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (quoted) {
      if (char === '\\') at++;
      else if (char === '"') quoted = false;
    } else if (char === '"' && depth > 0) quoted = true;
    else if (char === '[') depth++;
    else if (char === ']') depth--;
    else if (char === ',' && depth === 0) {
      ids.push(text.slice(start, at));
      start = at + 1;
    }
  }
  ids.push(text.slice(start));
  return ids.filter((id) => id !== '');
}
