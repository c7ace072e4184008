/** What a person did to the text, as the editor names it. */
export interface TypedChange {
  /** `input.type`, `delete.backward`, `input.paste`, .. */
  readonly userEvent: string;
  /** Where the text was changed, in the text after. */
  readonly from: number;
  readonly to: number;
  /** Where what was replaced ended, in the text before. */
  readonly oldTo: number;
  /** Whether it holds a line end. */
  readonly hasLineEnd: boolean;
  /** Milliseconds, on any clock. */
  readonly at: number;
}

const PAUSE_MS = 1_000;

const LABELS: readonly (readonly [event: string, label: string])[] = [
  ['input.type', 'Typing'],
  ['input.complete', 'Complete a word'],
  ['input.paste', 'Paste text'],
  ['input.drop', 'Move text'],
  ['input.replace', 'Replace text'],
  ['delete.cut', 'Cut text'],
  ['delete', 'Delete text'],
  ['move', 'Move lines'],
  ['indent', 'Change the indentation'],
  ['comment', 'Comment lines'],
];

export const labelFor = (userEvent: string): string =>
  LABELS.find(([event]) => userEvent === event || userEvent.startsWith(`${event}.`))?.[1] ?? 'Change text';

/**
 * Tells which changes are one entry of the history: what is typed or deleted in one go, at one place and without a pause. All else
 * stands alone.
 */
export function createTypingRuns(): { markFor(change: TypedChange): string } {
  let run = 0;
  let last: (TypedChange & { readonly kind: string | null }) | undefined;
  return {
    markFor(change) {
      const kind = change.userEvent.startsWith('input.type')
        ? 'type'
        : /^delete\.(?:back|for)ward$/.test(change.userEvent)
          ? 'delete'
          : null;
      const goesOn =
        last !== undefined &&
        kind !== null &&
        last.kind === kind &&
        change.at - last.at < PAUSE_MS &&
        // On from where the last one ended, or back from where it began.
        (change.from === last.to || change.oldTo === last.from);
      if (!goesOn) run++;
      // A new line begins a new thought.
      last = { ...change, kind: change.hasLineEnd ? null : kind };
      return `typing ${run}`;
    },
  };
}
