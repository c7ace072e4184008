import { err, type Result } from '../../../core/base/result.ts';

/** Why a flow file was not written. */
export type WriteRefusal =
  | { readonly code: 'NOT_FOUND'; readonly problems: readonly string[] }
  /** Somebody else wrote the file; `revision` is what it is now. */
  | { readonly code: 'CONFLICT'; readonly revision: string; readonly problems: readonly string[] }
  | { readonly code: 'INVALID'; readonly problems: readonly string[] };

export const conflict = (file: string, revision: string): Result<never, WriteRefusal> =>
  err({ code: 'CONFLICT', revision, problems: [`${file} was changed by somebody else in between: look at it again`] });
