import { create } from 'zustand';
import type { TextEdit } from '../../../core/base/diagnostic.ts';
import { isDirty, type Session } from './session.ts';

/** Names a flow file. */
export interface FileName {
  readonly workspace: string;
  readonly file: string;
}

/** The open flow file as text: the one place where it is changed in the window. */
export interface Editing {
  readonly open: FileName | null;
  /** What is shown and edited; null while there is nothing. */
  readonly text: string | null;
  /** What the text was made from: the file as this window last saw or wrote it. */
  readonly base: string | null;
  /** Replacements that made the text of the one before it; null when it became another as a whole. */
  readonly lastEdits: readonly TextEdit[] | null;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  /** What undo and redo would take back and do again, in words. */
  readonly undoLabel: string | null;
  readonly redoLabel: string | null;
  /** Why the text cannot be changed here, in words. */
  readonly readOnly: string | null;
  /** Another program wrote the file while the text here has changes of its own: both came from `base`. */
  readonly conflict: { readonly theirs: string } | null;
  /** Every file with changes that are not on disk, the open one too. */
  readonly unsaved: readonly FileName[];
}

const NOTHING_OPEN = 'No flow file is open';

export const useEditing = create<Editing>(() => ({
  open: null,
  text: null,
  base: null,
  lastEdits: null,
  isDirty: false,
  isSaving: false,
  undoLabel: null,
  redoLabel: null,
  readOnly: NOTHING_OPEN,
  conflict: null,
  unsaved: [],
}));

export const keyOf = ({ workspace, file }: FileName): string => JSON.stringify([workspace, file]);

/** Files with changes or a history of their own, over switching between them; the open one among them. */
const sessions = new Map<string, { readonly name: FileName; readonly session: Session }>();

export const sessionOf = (name: FileName): Session | undefined => sessions.get(keyOf(name))?.session;

/** Keeps a session, or forgets it, and shows it when its file is the open one. */
export function keepSession(
  name: FileName,
  session: Session | undefined,
  edits: readonly TextEdit[] | null = null,
): void {
  const key = keyOf(name);
  const before = sessions.get(key)?.session;
  if (session === undefined) sessions.delete(key);
  else sessions.set(key, { name, session });
  const unsaved = [...sessions.values()].filter((one) => isDirty(one.session)).map((one) => one.name);
  const { open } = useEditing.getState();
  const isOpen = open !== null && keyOf(open) === key;
  const isSameText = before !== undefined && before.text === session?.text;
  useEditing.setState({
    unsaved,
    ...(isOpen ? { ...shown(session), ...(isSameText ? {} : { lastEdits: edits }) } : {}),
  });
}

const shown = (session: Session | undefined) => ({
  text: session?.text ?? null,
  base: session?.base.text ?? null,
  isDirty: session !== undefined && isDirty(session),
  undoLabel: session?.history.done?.top.label ?? null,
  redoLabel: session?.history.undone?.top.label ?? null,
  conflict: session?.conflict ? { theirs: session.conflict.text } : null,
});

/** Makes a file the open one; what was done to it before is there again. */
export function openFile(name: FileName | null): void {
  const session = name === null ? undefined : sessionOf(name);
  useEditing.setState({ open: name, ...shown(session), lastEdits: null, isSaving: false });
}

/** The reasons against changing the text, each told by who knows of it; the first that holds is given. */
const reasons = { pinned: null as string | null, locked: null as string | null, opening: null as string | null };

export function setReason(kind: keyof typeof reasons, reason: string | null): void {
  reasons[kind] = reason;
  const isOpen = useEditing.getState().open !== null;
  useEditing.setState({ readOnly: isOpen ? (reasons.pinned ?? reasons.locked ?? reasons.opening) : NOTHING_OPEN });
}
