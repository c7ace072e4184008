import { lintGutter, type Diagnostic as Shown, setDiagnostics } from '@codemirror/lint';
import type { Extension, Text } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Diagnostic } from '../../../../core/base/diagnostic.ts';
import type { Fix } from '../../../../core/flow/fixes/index.ts';
import { useEditing } from '../../../shared/editing/editing.ts';
import { applyFix, fixesOf } from '../../../shared/fixes/use-fixes.ts';
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
  const { line, column, endLine, endColumn, severity, message, code, file } = diagnostic;
  const from = offsetOf(doc, line, column);
  return {
    from,
    to: Math.max(from, offsetOf(doc, endLine, endColumn)),
    severity,
    message: message.replaceAll('`', ''),
    renderMessage: () => cardOf(diagnostic, { file, sync }),
    source: code,
  };
}

/** What is wrong, and below it what can be done about it: found when it is looked at. */
function cardOf(diagnostic: Diagnostic, { file, sync }: { readonly file: string; readonly sync: Sync }): HTMLElement {
  const card = document.createElement('div');
  card.append(proseElement(diagnostic.message));
  const text = sync.text();
  if (useEditing.getState().readOnly !== null) return card;
  void fixesOf(diagnostic, text, file).then((fixes) => {
    for (const fix of fixes) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'cm-diagnosticAction';
      button.textContent = fix.label.replaceAll('`', '');
      button.addEventListener('click', () => mend(fix, text));
      card.append(button);
    }
  });
  return card;
}

/** Fixes are edits of the text that was read: of another one they would change something else. */
function mend(fix: Fix, of: string): void {
  if (useEditing.getState().text === of) applyFix(fix);
  else notify('info', 'The text has changed since: look at the problem again');
}

const offsetOf = (doc: Text, line: number, column: number): number => {
  const { from, to } = doc.line(Math.max(1, Math.min(line, doc.lines)));
  return Math.min(from + column - 1, to);
};
