import { isDefinedError, ORPCError } from '@orpc/client';
import { isJsonObject, type Json } from '../../../core/base/json.ts';

/** What did not work, then why: `The flow was not started: trust the workspace first.` */
export function failureText(error: unknown, what: string): string {
  const why = error instanceof Error && error.message !== '' ? error.message : String(error);
  return `${what}: ${why}`;
}

/** The problems that an INVALID answer lists; empty for every other failure. */
export function problemsOf(error: unknown): readonly string[] {
  if (!(error instanceof ORPCError) || !isDefinedError(error) || error.code !== 'INVALID') return [];
  const data = error.data as Json;
  const problems = isJsonObject(data) && Array.isArray(data.problems) ? data.problems : [];
  return problems.length > 0 ? problems.map(String) : [error.message];
}
