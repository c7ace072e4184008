/** An expected outcome as a value: expected failures carry a code and a message, bugs throw. */
export type Result<T, E = Problem> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** What went wrong, in words a person can act on. `offset` counts UTF-16 units into the text that was read. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly offset?: number;
  /** What was meant: to stand in place of so many units at `offset`. */
  readonly instead?: { readonly length: number; readonly text: string };
}

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export const err = <E>(error: E): { ok: false; error: E } => ({ ok: false, error });

export const problem = (code: string, message: string, offset?: number): { ok: false; error: Problem } =>
  err(offset === undefined ? { code, message } : { code, message, offset });
