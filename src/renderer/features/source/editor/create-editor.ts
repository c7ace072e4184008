import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import {
  crosshairCursor,
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from '@codemirror/view';
import { redo, undo, useEditing } from '../../../shared/editing/editing.ts';
import { completion } from './completion.ts';
import { diagnosticsGutter, followDiagnostics } from './diagnostics.ts';
import { hover } from './hover.ts';
import { isProgram, languageOf } from './language.ts';
import { followReveals } from './reveal.ts';
import { followSelection, steps } from './steps.ts';
import { createSync } from './sync.ts';
import { appearance } from './theme.ts';

/** The words of the search bar and of folded lines. */
const words = EditorState.phrases.of({
  next: 'Next',
  previous: 'Previous',
  all: 'All',
  replace: 'Replace',
  'replace all': 'Replace all',
  'match case': 'Match case',
  regexp: 'Regular expression',
  'by word': 'Whole words',
  close: 'Close',
  'folded code': 'Folded lines',
});

/** Keys that mean something in the whole window. */
const OF_THE_WINDOW: ReadonlySet<string | undefined> = new Set(['Mod-Enter', 'Mod-i']);

const does = (effect: () => void) => () => {
  effect();
  return true;
};

/** One history for canvas, forms and text. */
const history = Prec.high(
  keymap.of([
    { key: 'Mod-z', run: does(undo) },
    { key: 'Mod-Shift-z', run: does(redo) },
    { key: 'Mod-y', run: does(redo) },
  ]),
);

const editing = [
  lineNumbers(),
  highlightActiveLineGutter(),
  highlightSpecialChars(),
  codeFolding(),
  foldGutter({ openText: '▾', closedText: '▸' }),
  drawSelection(),
  dropCursor(),
  EditorState.allowMultipleSelections.of(true),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  rectangularSelection(),
  crosshairCursor(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  search({ top: true }),
  words,
  history,
  keymap.of([
    ...closeBracketsKeymap,
    ...searchKeymap,
    ...foldKeymap,
    ...completionKeymap,
    ...lintKeymap,
    // Escape and then Tab leaves the editor.
    indentWithTab,
    ...defaultKeymap.filter(({ key }) => !OF_THE_WINDOW.has(key)),
  ]),
  appearance,
];

/** An editor of the open flow file. Returns a function that takes it away. */
export function createEditor(parent: HTMLElement, file: string): () => void {
  const { text, readOnly } = useEditing.getState();
  const sync = createSync(text ?? '');
  const access = new Compartment();
  const accessFor = (reason: string | null) => EditorState.readOnly.of(reason !== null);
  const assists = isProgram(file) ? [] : [completion, hover, steps];
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: sync.ends().shown,
      extensions: [
        editing,
        languageOf(file),
        assists,
        diagnosticsGutter,
        sync.extension,
        access.of(accessFor(readOnly)),
        EditorView.contentAttributes.of({ 'aria-label': `Text of ${file}`, tabindex: '0' }),
      ],
    }),
  });
  const stops = [
    sync.follow(view),
    followDiagnostics(view, sync),
    followReveals(view),
    ...(isProgram(file) ? [] : [followSelection(view)]),
    useEditing.subscribe(({ readOnly: now }, before) => {
      if (now !== before.readOnly) view.dispatch({ effects: access.reconfigure(accessFor(now)) });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    view.destroy();
  };
}
