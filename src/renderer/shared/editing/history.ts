import type { TextEdit } from '../../../core/base/diagnostic.ts';
import { applyEdits, composed, invert } from '../../../core/flow/edit/text-edits.ts';

/** One thing that a person did, with the way there and back. */
export interface HistoryEntry {
  readonly label: string;
  /** Replacements in the text before. */
  readonly edits: readonly TextEdit[];
  /** Replacements in the text after. */
  readonly inverse: readonly TextEdit[];
  /** Entries in a row with the same mark are one: what is typed in one go. */
  readonly coalesce: string | undefined;
  readonly effect: Effect | undefined;
}

/** What goes with an entry outside of the text: where the steps of the graph lie. It was done when it is recorded. */
export interface Effect {
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Entries on top of each other; they are shared between states, so that unlimited costs little. */
export interface Stack {
  readonly top: HistoryEntry;
  readonly below: Stack | null;
}

export interface History {
  readonly done: Stack | null;
  readonly undone: Stack | null;
}

export const NO_HISTORY: History = { done: null, undone: null };

export interface Change {
  readonly label: string;
  readonly edits: readonly TextEdit[];
  readonly coalesce?: string | undefined;
  readonly effect?: Effect | undefined;
}

/** Adds what was just done to `text`; what had been undone is gone for good. */
export function recorded(history: History, text: string, { label, edits, coalesce, effect }: Change): History {
  const { done } = history;
  if (done !== null && coalesce !== undefined && done.top.coalesce === coalesce) {
    const before = applyEdits(text, done.top.inverse);
    const both = composed(before.length, done.top.edits, edits);
    // Typed and taken back: nothing was done.
    if (both.length === 0) return { done: done.below, undone: null };
    const top = { label: done.top.label, edits: both, inverse: invert(before, both), coalesce, effect: undefined };
    return { done: { top, below: done.below }, undone: null };
  }
  return { done: { top: { label, edits, inverse: invert(text, edits), coalesce, effect }, below: done }, undone: null };
}

export function stepBack({ done, undone }: History): { history: History; entry: HistoryEntry } | undefined {
  if (done === null) return undefined;
  // What is typed after an undo begins something new.
  const entry = { ...done.top, coalesce: undefined };
  return { entry, history: { done: done.below, undone: { top: entry, below: undone } } };
}

export function stepForward({ done, undone }: History): { history: History; entry: HistoryEntry } | undefined {
  if (undone === null) return undefined;
  return { entry: undone.top, history: { done: { top: undone.top, below: done }, undone: undone.below } };
}
