import { err, type Result } from '../base/result.ts';
import type { FieldName } from './fields.ts';

/** Why a schedule cannot be read. `offset` counts UTF-16 units into the text of `field`, or of the whole when there is no field map. */
export interface ScheduleProblem {
  readonly code: ScheduleProblemCode;
  readonly message: string;
  readonly offset?: number;
  readonly field?: string;
  /** Further findings of the same schedule, so that a person sees all of them at once. */
  readonly also?: readonly ScheduleProblem[];
}

export type ScheduleProblemCode =
  | 'cron-syntax'
  | 'cron-range'
  | 'cron-field-count'
  | 'calendar-syntax'
  | 'calendar-range'
  | 'calendar-unknown-field'
  | 'calendar-empty'
  | 'calendar-comma-unquoted'
  | 'never-fires'
  | 'every-invalid'
  | 'instant-invalid'
  | 'except-invalid'
  | 'ics-invalid'
  | 'ics-rule-unsupported'
  | 'window-invalid'
  | 'zone-unknown';

export type ScheduleResult<T> = Result<T, ScheduleProblem>;

export const fail = (
  code: ScheduleProblemCode,
  message: string,
  where: { readonly offset?: number; readonly field?: FieldName | string } = {},
): { ok: false; error: ScheduleProblem } => err({ code, message, ...where });

/** Thrown inside a recursive parser and caught at its door; it never leaves this folder. */
export class SyntaxFault extends Error {
  readonly code: ScheduleProblemCode;
  readonly offset: number;

  constructor(code: ScheduleProblemCode, message: string, offset: number) {
    super(message);
    this.code = code;
    this.offset = offset;
  }
}

/** Runs a parser that throws SyntaxFault and turns its fault into a value. */
export function attempt<T>(parse: () => T, where: { readonly field?: string } = {}): ScheduleResult<T> {
  try {
    return { ok: true, value: parse() };
  } catch (fault) {
    if (fault instanceof SyntaxFault) return fail(fault.code, fault.message, { offset: fault.offset, ...where });
    throw fault;
  }
}
