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
  let fulfilled = 0;
  let refused = 0;
  for (const operand of operands) {
    const { value } = kleene(operand, endOf);
    if (value === true) fulfilled++;
    else if (value === false) refused++;
  }
  if (fulfilled >= wanted) return { value: true, decidedBy: decidedBy(operands, true, endOf) };
  return refused > operands.length - wanted ? { value: false, decidedBy: decidedBy(operands, false, endOf) } : OPEN;
}

/** Gathered only once it is decided: a step with many needs is looked at each time that one of them ends. */
function decidedBy(operands: readonly NeedsExpression[], value: boolean, endOf: EndOf): readonly string[] {
  const steps = new Set<string>();
  for (const operand of operands) {
    const verdict = kleene(operand, endOf);
    if (verdict.value === value) for (const step of verdict.decidedBy) steps.add(step);
  }
  return [...steps];
}

function holds(is: NeedSuffix, end: NonNullable<ReturnType<EndOf>>): boolean {
  if (is === 'done') return true;
  if (is !== 'ok') return end.status === is;
  return end.status === 'succeeded' || (end.status === 'skipped' && OWN_CHOICE.has(end.reason));
}
