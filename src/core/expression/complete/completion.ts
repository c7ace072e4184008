import type { Json } from '../../base/json.ts';

/** One way to go on. */
export interface Completion {
  readonly label: string;
  /** What takes the place of [from, to). */
  readonly insert: string;
  /** Where the cursor stands afterwards, in `insert`; at its end when absent. */
  readonly cursor?: number;
  readonly kind: 'name' | 'function';
  readonly detail?: string;
  /** What it held when the flow last ran. */
  readonly value?: Json;
}

export interface Completions {
  /** The text that is replaced: UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** Best first; those that begin with what was written before those that hold it. */
  readonly options: readonly Completion[];
  /** A letter, a dot or a bracket asks for a name: to be offered unasked. After a blank it is offered on request. */
  readonly isAsked: boolean;
}

/** What fits what was typed; undefined when nothing does, or when it is all there. */
export function completionsOf(
  written: { readonly from: number; readonly to: number; readonly typed: string; readonly replaced: string },
  options: readonly Completion[],
  isAsked: boolean,
): Completions | undefined {
  const fitting = ranked(options, written.typed);
  const isDone = fitting.length === 1 && fitting[0]?.insert === written.replaced;
  if (fitting.length === 0 || isDone) return undefined;
  return { from: written.from, to: written.to, options: fitting, isAsked };
}

function ranked(options: readonly Completion[], typed: string): readonly Completion[] {
  const wanted = typed.toLowerCase();
  const rank = ({ label }: Completion) => {
    const lower = label.toLowerCase();
    return lower.startsWith(wanted) ? 0 : lower.includes(wanted) ? 1 : 2;
  };
  return options.filter((one) => rank(one) < 2).toSorted((a, b) => rank(a) - rank(b));
}
