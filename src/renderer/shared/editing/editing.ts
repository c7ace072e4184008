import { isDefinedError, ORPCError } from '@orpc/client';
import type { TextEdit } from '../../../core/base/diagnostic.ts';
import { err, ok, type Problem, problem, type Result } from '../../../core/base/result.ts';
import type { FlowEdit } from '../../../core/flow/edit/model.ts';
import { client } from '../client/client.ts';
import { failureText, problemsOf } from '../stores/failure.ts';
import { notify } from '../stores/notices.ts';
import type { Effect } from './history.ts';
import { loadedEngine } from './load-engine.ts';
import { lookAtDisk } from './open-document.ts';
import {
  type Changed,
  edited,
  isDirty,
  openSession,
  redone,
  resolved,
  reverted,
  type Session,
  saved,
  undone,
} from './session.ts';
import { type FileName, keepSession, keyOf, sessionOf, useEditing } from './state.ts';

export { useEditing } from './state.ts';

/**
 * Changes the open flow by what a person did to it in a picture or a form: minimal patches of the text, one entry of the history.
 * A refusal is told to the person, unless the caller does that itself (`quiet`).
 */
export function applyEdits(
  label: string,
  edits: readonly FlowEdit[],
  options: { readonly coalesce?: string; readonly quiet?: boolean; readonly effect?: Effect } = {},
): Result<void, Problem> {
  const done = tryEdits(label, edits, options);
  if (!done.ok && options.quiet !== true) notify('error', done.error.message);
  return done;
}

function tryEdits(
  label: string,
  edits: readonly FlowEdit[],
  { coalesce, effect }: { readonly coalesce?: string; readonly effect?: Effect },
): Result<void, Problem> {
  const current = editable();
  if (!current.ok) return current;
  const { name, session } = current.value;
  const engine = loadedEngine();
  if (engine === undefined) return problem('edit-not-ready', 'The flow is still being opened');
  const patched = engine.editFlow(session.text, edits);
  if (!patched.ok) return err(patched.error);
  take(name, session, edited(session, { label, edits: patched.value.edits, coalesce, effect }));
  return ok(undefined);
}

/** Takes into the history what was just done outside of the text, such as moving steps of the graph. */
export function recordEffect(label: string, effect: Effect): void {
  const current = editable();
  if (!current.ok) return;
  const { name, session } = current.value;
  take(name, session, edited(session, { label, edits: [], effect }));
}

/** Changes the open text as it was typed. Changes in a row with the same `coalesce` are one entry of the history. */
export function applyText(
  label: string,
  changes: readonly TextEdit[],
  { coalesce }: { readonly coalesce?: string } = {},
): Result<void, Problem> {
  const current = editable();
  if (!current.ok) return current;
  const { name, session } = current.value;
  take(name, session, edited(session, { label, edits: changes, coalesce }));
  return ok(undefined);
}

export const undo = (): void => step(undone);
export const redo = (): void => step(redone);
/** Back to what is on disk; it can be undone. */
export const revert = (): void => step(reverted);
/** Ends a conflict with a text that holds what both wrote. It is not on disk before it is saved. */
export const resolveConflict = (text: string): void => step((session) => resolved(session, text));

function step(change: (session: Session) => Changed): void {
  const current = editable();
  if (current.ok) take(current.value.name, current.value.session, change(current.value.session));
}

function take(name: FileName, before: Session, { session, edits, effect }: Changed): void {
  if (session !== before) keepSession(name, session, edits);
  effect?.();
}

function editable(): Result<{ readonly name: FileName; readonly session: Session }, Problem> {
  const { open, readOnly } = useEditing.getState();
  const session = open === null ? undefined : sessionOf(open);
  if (readOnly !== null) return problem('edit-read-only', readOnly);
  if (open === null || session === undefined) return problem('edit-not-ready', 'The flow is still being opened');
  return ok({ name: open, session });
}

/** What a window knew of a file that it could not save: it is there again when the file is opened. */
export function restoreUnsaved(name: FileName, unsaved: { base: string; revision: string | null; text: string }): void {
  const opened = openSession({ text: unsaved.base, revision: unsaved.revision });
  if (sessionOf(name) !== undefined) return;
  keepSession(name, { ...opened, text: unsaved.text });
}

/** Saves that are under way, by file. */
const saving = new Map<string, Promise<boolean>>();

/** Writes the open text to its file. True when the file holds it now; else the person was told why not. */
export async function save(): Promise<boolean> {
  const { open } = useEditing.getState();
  return open === null || saveFile(open);
}

async function saveFile(name: FileName): Promise<boolean> {
  const key = keyOf(name);
  await saving.get(key);
  const session = sessionOf(name);
  if (session === undefined || !isDirty(session)) return true;
  if (session.conflict !== null) {
    notify('warning', `${name.file} was changed by another program too: bring both changes together, then save`);
    return false;
  }
  const done = write(name, session);
  saving.set(key, done);
  showSaving();
  try {
    return await done;
  } finally {
    saving.delete(key);
    showSaving();
  }
}

function showSaving(): void {
  const { open } = useEditing.getState();
  useEditing.setState({ isSaving: open !== null && saving.has(keyOf(open)) });
}

async function write(name: FileName, { base, text }: Session): Promise<boolean> {
  try {
    const { revision } = await client.flows.save({ ...name, revision: base.revision, text });
    const now = sessionOf(name);
    if (now !== undefined) keepSession(name, saved(now, { text, revision }));
    return true;
  } catch (error) {
    if (
      error instanceof ORPCError &&
      isDefinedError(error) &&
      (error.code === 'CONFLICT' || error.code === 'NOT_FOUND')
    ) {
      // What is on disk now decides: it may be what we meant to write, another text, or nothing.
      await lookAtDisk(name).catch(() => {});
    }
    const problems = problemsOf(error);
    notify('error', failureText(error, `${name.file} was not saved`), problems);
    return false;
  }
}
