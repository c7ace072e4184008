import type { Plan } from '../../../core/run/plan.ts';

/** Where something stands in the file, and what depends on the process that compiled it, changes no run. */
const ASIDE: ReadonlySet<string> = new Set(['line', 'holdsSlot']);

const texts = new WeakMap<Plan, string>();

function textOf(plan: Plan): string {
  let text = texts.get(plan);
  if (text === undefined) {
    text = JSON.stringify(plan, (key, value) => (ASIDE.has(key) ? undefined : value));
    texts.set(plan, text);
  }
  return text;
}

/** Whether two plans run the same. */
export const isSamePlan = (a: Plan, b: Plan): boolean => a === b || textOf(a) === textOf(b);
