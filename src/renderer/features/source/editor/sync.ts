import { Annotation, type ChangeSpec, type Extension, Transaction } from '@codemirror/state';
import { EditorView, type ViewUpdate } from '@codemirror/view';
import type { TextEdit } from '../../../../core/base/diagnostic.ts';
import { changesBetween } from '../../../../core/text/changes-between.ts';
import { applyText, useEditing } from '../../../shared/editing/editing.ts';
import { type LineEnds, lineEndsOf, shownEdit } from './line-ends.ts';
import { createTypingRuns, labelFor } from './typing-runs.ts';

/** Marks what did not come from the person at the keyboard of the editor: it is in the history already. */
export const fromElsewhere = Annotation.define<true>();

export interface Sync {
  readonly extension: Extension;
  /** What the editor shows of the file's text. */
  readonly ends: () => LineEnds;
  /** The file's text that the editor shows. */
  readonly text: () => string;
  /** Lets changes of the text from elsewhere arrive in the view. Returns a function that ends it. */
  follow(view: EditorView): () => void;
}

/**
 * Keeps editor and open text in step. There is one history for canvas, forms and text: what is typed becomes an entry of it, and what
 * is done elsewhere (or undone) arrives as the smallest change, so that cursor, folds and scroll stay.
 */
export function createSync(first: string): Sync {
  let text = first;
  let ends = lineEndsOf(first);
  let isSending = false;
  const runs = createTypingRuns();

  const send = (update: ViewUpdate) => {
    if (!update.docChanged || update.transactions.some((one) => one.annotation(fromElsewhere))) return;
    const edits = editsOf(update, ends);
    const userEvent = update.transactions.at(-1)?.annotation(Transaction.userEvent) ?? '';
    const coalesce = runs.markFor({ userEvent, ...extentOf(update), at: performance.now() });
    isSending = true;
    const done = applyText(labelFor(userEvent), edits, { coalesce });
    isSending = false;
    text = useEditing.getState().text ?? '';
    ends = lineEndsOf(text);
    // Refused, or line ends that the editor shows otherwise: what is open counts.
    if (!done.ok || ends.shown.length !== update.state.doc.length) showText(update.view, ends.shown);
  };

  return {
    extension: EditorView.updateListener.of(send),
    ends: () => ends,
    text: () => text,
    follow: (view) =>
      useEditing.subscribe((now, before) => {
        if (isSending || now.text === null || now.text === text || now.open !== before.open) return;
        const known = now.lastEdits !== null && before.text === text;
        const changes = known ? (now.lastEdits ?? []).map((edit) => shownEdit(ends, edit)) : null;
        text = now.text;
        ends = lineEndsOf(text);
        // Of a text with lone `\r`, an edit can join two line ends: the comparison always fits.
        if (changes === null || text.includes('\r')) showText(view, ends.shown);
        else arrive(view, changes);
      }),
  };
}

function showText(view: EditorView, shown: string): void {
  const changes = changesBetween(view.state.sliceDoc(), shown);
  arrive(
    view,
    changes.map(({ start, end, text }) => ({ from: start, to: end, insert: text })),
  );
}

function arrive(view: EditorView, changes: readonly ChangeSpec[]): void {
  if (changes.length === 0) return;
  const set = view.state.changes(changes);
  // Who undoes while writing wants to see what was undone.
  let last: number | undefined;
  set.iterChangedRanges((_fromA, _toA, _fromB, toB) => {
    last = toB;
  });
  const follows = view.hasFocus && last !== undefined;
  view.dispatch({
    changes: set,
    annotations: [fromElsewhere.of(true), Transaction.addToHistory.of(false)],
    ...(follows ? { selection: { anchor: last ?? 0 }, scrollIntoView: true } : {}),
  });
}

function editsOf({ changes }: ViewUpdate, ends: LineEnds): TextEdit[] {
  const edits: TextEdit[] = [];
  changes.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
    edits.push({ start: ends.toText(fromA), end: ends.toText(toA), text: ends.written(inserted.toString()) });
  });
  return edits;
}

function extentOf({ changes }: ViewUpdate): { from: number; to: number; oldTo: number; hasLineEnd: boolean } {
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  let oldTo = 0;
  let hasLineEnd = false;
  changes.iterChanges((_fromA, toA, fromB, toB, inserted) => {
    oldTo = Math.max(oldTo, toA);
    from = Math.min(from, fromB);
    to = Math.max(to, toB);
    hasLineEnd ||= inserted.lines > 1;
  });
  return { from, to, oldTo, hasLineEnd };
}
