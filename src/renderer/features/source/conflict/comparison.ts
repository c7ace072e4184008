import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { MergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { languageOf } from '../editor/language.ts';
import { lineEndsOf } from '../editor/line-ends.ts';
import { appearance } from '../editor/theme.ts';

export interface Comparison {
  /** The text on the right, as it stands. */
  result(): string;
  close(): void;
}

interface Compared {
  readonly file: string;
  readonly mine: string;
  readonly theirs: string;
}

const differences = EditorView.theme({
  '&.cm-merge-a .cm-changedLine': { backgroundColor: 'color-mix(in srgb, var(--status-waiting) 12%, transparent)' },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 12%, transparent)' },
  '&.cm-merge-a .cm-changedText': { background: 'color-mix(in srgb, var(--status-waiting) 32%, transparent)' },
  '&.cm-merge-b .cm-changedText': { background: 'color-mix(in srgb, var(--accent) 32%, transparent)' },
  '&.cm-merge-a .cm-changedLineGutter': { background: 'var(--status-waiting)' },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--accent)' },
  '.cm-collapsedLines': { background: 'var(--hover)', color: 'var(--text-2)' },
});

/** Two texts side by side, the right one to be edited; an arrow at each difference takes it over from the left. */
export function createComparison(parent: HTMLElement, { file, mine, theirs }: Compared): Comparison {
  const ends = lineEndsOf(mine);
  const both: Extension = [lineNumbers(), languageOf(file), appearance, differences];
  const view = new MergeView({
    parent,
    a: {
      doc: lineEndsOf(theirs).shown,
      extensions: [
        both,
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ 'aria-label': 'Their text', tabindex: '0' }),
      ],
    },
    b: {
      doc: ends.shown,
      extensions: [
        both,
        history(),
        keymap.of([...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': 'Your text', tabindex: '0' }),
      ],
    },
    revertControls: 'a-to-b',
    renderRevertControl: takeOver,
    collapseUnchanged: { margin: 3, minSize: 8 },
  });
  return { result: () => ends.written(view.b.state.sliceDoc()), close: () => view.destroy() };
}

function takeOver(): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = '→';
  button.ariaLabel = 'Take this from theirs';
  button.dataset.tip = 'Take this from theirs';
  return button;
}
