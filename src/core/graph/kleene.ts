import type { StepEnd } from '../run/status.ts';
import type { NeedSuffix, NeedsExpression } from './needs.ts';

/** How a step ended; undefined while it has not. */
export type EndOf = (step: string) => { readonly status: StepEnd; readonly reason: string } | undefined;

export interface KleeneVerdict {
  /** Undefined while the ends that are known leave it open. */
  readonly value: boolean | undefined;
  /** The steps whose ends make the value what it is, in order of appearance; empty while it is open. */
  readonly decidedBy: readonly string[];
}

/** A step skipped for one of these was not wanted by its own rules, which `.ok` lets pass. */
const OWN_CHOICE: ReadonlySet<string> = new Set(['condition-false', 'disabled', 'all-instances-skipped']);

const OPEN: KleeneVerdict = { value: undefined, decidedBy: [] };

/** Three-valued logic: an atom is unknown until its step ends, and a whole is decided as soon as no unknown can change it. */
export function kleene(expression: NeedsExpression, endOf: EndOf): KleeneVerdict {
  switch (expression.op) {
    case 'atom': {
      const end = endOf(expression.step);
      return end === undefined ? OPEN : { value: holds(expression.is, end), decidedBy: [expression.step] };
    }
    case 'not': {
      const inner = kleene(expression.of, endOf);
      return inner.value === undefined ? OPEN : { value: !inner.value, decidedBy: inner.decidedBy };
    }
    case 'all':
      return counted(expression.of, expression.of.length, endOf);
    case 'any':
      return counted(expression.of, 1, endOf);
    case 'atLeast':
      return counted(expression.of, expression.count, endOf);
  }
}

/** True once `wanted` operands are true; false once so many are false that this cannot happen any more. */
function counted(operands: readonly NeedsExpression[], wanted: number, endOf: EndOf): KleeneVerdict {
  const verdicts = operands.map((operand) => kleene(operand, endOf));
  const fulfilled = verdicts.filter((verdict) => verdict.value === true);
  if (fulfilled.length >= wanted) return decided(true, fulfilled);
  const refused = verdicts.filter((verdict) => verdict.value === false);
  return refused.length > operands.length - wanted ? decided(false, refused) : OPEN;
}

const decided = (value: boolean, by: readonly KleeneVerdict[]): KleeneVerdict => ({
  value,
  decidedBy: [...new Set(by.flatMap((verdict) => verdict.decidedBy))],
});

function holds(is: NeedSuffix, end: NonNullable<ReturnType<EndOf>>): boolean {
  if (is === 'done') return true;
  if (is !== 'ok') return end.status === is;
  return end.status === 'succeeded' || (end.status === 'skipped' && OWN_CHOICE.has(end.reason));
}
