import { lintGutter, type Diagnostic as Shown, setDiagnostics } from '@codemirror/lint';
import type { Extension, Text } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Diagnostic, QuickFix } from '../../../../core/base/diagnostic.ts';
import { applyText } from '../../../shared/editing/editing.ts';
import { useDocument } from '../../../shared/stores/document.ts';
import { notify } from '../../../shared/stores/notices.ts';
import { proseElement } from './prose.ts';
import type { Sync } from './sync.ts';

export const diagnosticsGutter: Extension = lintGutter();

/** Underlines what the list of problems lists, with the same words and the same quick fixes. Returns a function that ends it. */
export function followDiagnostics(view: EditorView, sync: Sync): () => void {
  let isOver = false;
  const show = () => {
    const { document } = useDocument.getState();
    // Of another text than the one that is shown, places would be wrong; those before move along with it until then.
    if (isOver || document === null || document.text !== sync.text()) return;
    const { doc } = view.state;
    const shown = document.diagnostics.map((diagnostic) => shownOf(diagnostic, doc, sync));
    view.dispatch(setDiagnostics(view.state, shown));
  };
  show();
  const stop = useDocument.subscribe(({ document }, before) => {
    // A small text is read before the editor has taken notice of it.
    if (document !== before.document) queueMicrotask(show);
  });
  return () => {
    isOver = true;
    stop();
  };
}

function shownOf(diagnostic: Diagnostic, doc: Text, sync: Sync): Shown {
  const { line, column, endLine, endColumn, severity, message, code, fix } = diagnostic;
  const from = offsetOf(doc, line, column);
  return {
    from,
    to: Math.max(from, offsetOf(doc, endLine, endColumn)),
    severity,
    message: message.replaceAll('`', ''),
    renderMessage: () => proseElement(message),
    source: code,
    ...(fix === undefined ? {} : { actions: [{ name: fix.title, apply: () => mend(fix, sync.text()) }] }),
  };
}

/** Fixes are edits of the text that was read: of another one they would change something else. */
function mend(fix: QuickFix, shown: string): void {
  if (useDocument.getState().document?.text !== shown) {
    notify('info', 'The text has changed since: look at the problem again');
    return;
  }
  const done = applyText(fix.title, fix.edits);
  if (!done.ok) notify('error', done.error.message);
}

const offsetOf = (doc: Text, line: number, column: number): number => {
  const { from, to } = doc.line(Math.max(1, Math.min(line, doc.lines)));
  return Math.min(from + column - 1, to);
};
