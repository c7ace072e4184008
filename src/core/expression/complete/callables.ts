import { SPECIAL_USAGES } from '../calls.ts';
import { FUNCTIONS, METHODS } from '../functions/index.ts';
import { MACRO_USAGES } from '../macros.ts';
import type { Completion } from './completion.ts';

const usagesOf = (table: Readonly<Record<string, { readonly usage: string }>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(table).map(([name, { usage }]) => [name, usage]));

const USAGES = {
  function: { ...SPECIAL_USAGES, ...usagesOf(FUNCTIONS) },
  method: { ...usagesOf(METHODS), ...MACRO_USAGES },
} as const;

/** Functions, as `name(..)` or as what stands behind a value. With brackets, unless they are there. */
export function callables(kind: keyof typeof USAGES, isCalled: boolean): readonly Completion[] {
  return Object.entries(USAGES[kind])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, usage]): Completion => {
      const takesNothing = usage.endsWith('()');
      return {
        label: name,
        insert: isCalled ? name : `${name}()`,
        ...(isCalled || takesNothing ? {} : { cursor: name.length + 1 }),
        kind: 'function',
        detail: usage,
      };
    });
}
