import type { TextEdit } from '../../../core/base/diagnostic.ts';
import { applyEdits } from '../../../core/flow/edit/text-edits.ts';
import { type Change, type History, NO_HISTORY, recorded, stepBack, stepForward } from './history.ts';
import { differenceOf } from './text-difference.ts';

/** A text that is or was on disk. Without a revision the file is not there (any more). */
export interface Saved {
  readonly text: string;
  readonly revision: string | null;
}

/** A file that is being edited: what is on disk, what is shown, and how it came to that. */
export interface Session {
  /** What the shown text was made from. */
  readonly base: Saved;
  readonly text: string;
  readonly history: History;
  /** Another program wrote the file while the text here had changes of its own. */
  readonly conflict: Saved | null;
}

/** A session after a change of its text. */
export interface Changed {
  readonly session: Session;
  /** Replacements in the text before; null when the text became another as a whole. */
  readonly edits: readonly TextEdit[] | null;
  /** What is to be done besides. */
  readonly effect?: (() => void) | undefined;
}

export const openSession = (base: Saved): Session => ({ base, text: base.text, history: NO_HISTORY, conflict: null });

export const isDirty = ({ base, text }: Session): boolean => base.revision === null || text !== base.text;

export function edited(session: Session, change: Change): Changed {
  if (change.edits.length === 0 && change.effect === undefined) return { session, edits: [] };
  const text = applyEdits(session.text, change.edits);
  return {
    session: { ...session, text, history: recorded(session.history, session.text, change) },
    edits: change.edits,
  };
}

export function undone(session: Session): Changed {
  const step = stepBack(session.history);
  if (step === undefined) return { session, edits: [] };
  const { inverse, effect } = step.entry;
  const text = applyEdits(session.text, inverse);
  return { session: { ...session, text, history: step.history }, edits: inverse, effect: effect?.undo };
}

export function redone(session: Session): Changed {
  const step = stepForward(session.history);
  if (step === undefined) return { session, edits: [] };
  const { edits, effect } = step.entry;
  return {
    session: { ...session, text: applyEdits(session.text, edits), history: step.history },
    edits,
    effect: effect?.redo,
  };
}

/** The text was written to disk by us; more may have been done to it since. */
export const saved = (session: Session, base: Saved): Session => ({ ...session, base, conflict: null });

/**
 * The file on disk is this now. Without changes of our own it is taken as it is, and the history begins anew: an undo never
 * touches what another program wrote. With changes of our own it is a conflict, unless both came to the same.
 */
export function arrived(session: Session, disk: Saved): Changed {
  if (disk.text === session.base.text || disk.text === session.text) {
    return { session: { ...session, base: disk, conflict: null }, edits: [] };
  }
  if (isDirty(session)) return { session: { ...session, conflict: disk }, edits: [] };
  return { session: openSession(disk), edits: null };
}

/** Ends a conflict with a text that holds both. What the other program wrote is where its history begins. */
export function resolved(session: Session, text: string): Changed {
  if (session.conflict === null) return { session, edits: [] };
  const opened = openSession(session.conflict);
  const change = { label: 'Bring both changes together', edits: differenceOf(opened.text, text) };
  return { session: edited(opened, change).session, edits: null };
}

/** Back to what is on disk, as something that can be undone. */
export const reverted = (session: Session): Changed =>
  edited(session, { label: 'Go back to the saved file', edits: differenceOf(session.text, session.base.text) });
