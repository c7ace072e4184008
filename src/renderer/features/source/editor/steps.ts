import { EditorSelection, type Extension, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, type ViewUpdate } from '@codemirror/view';
import { stepAt, textOfStep } from '../../../../core/flow/assist/index.ts';
import { planStepId } from '../../../shared/graph/step-id.ts';
import { useDocument } from '../../../shared/stores/document.ts';
import { selectStep, useSelection } from '../../../shared/stores/selection.ts';
import { outlined } from './knowledge.ts';
import { fromElsewhere } from './sync.ts';

const markStep = StateEffect.define<{ readonly start: number; readonly end: number } | null>();
const line = Decoration.line({ class: 'cm-stepLine' });

/** The lines of the selected step. */
const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { changes, effects, state }) {
    let lines = before.map(changes);
    for (const effect of effects) {
      if (!effect.is(markStep)) continue;
      const builder = new RangeSetBuilder<Decoration>();
      const { start, end } = effect.value ?? { start: 0, end: -1 };
      for (let at = start; at <= Math.min(end, state.doc.length); ) {
        const { from, to } = state.doc.lineAt(at);
        builder.add(from, from, line);
        at = to + 1;
      }
      lines = builder.finish();
    }
    return lines;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Where the cursor is, there is the selected step. */
const selectAtCursor = (update: ViewUpdate): void => {
  const isByPerson = update.selectionSet && !update.transactions.some((one) => one.annotation(fromElsewhere));
  if (!isByPerson || !update.view.hasFocus) return;
  const { flow } = useDocument.getState().drawn ?? {};
  if (flow === undefined) return;
  const { head } = update.state.selection.main;
  const { from, text } = update.state.doc.lineAt(head);
  // Before the first word of a line, it is that line that counts.
  const offset = Math.max(head, from + text.search(/\S|$/));
  const id = stepAt(flow, outlined(update.state.doc).entries, offset);
  const { stepId } = useSelection.getState();
  // An instance of the step is the step, as far as the text goes.
  if (id !== undefined && (stepId === null || planStepId(stepId) !== id)) selectStep(id);
};

export const steps: Extension = [marked, EditorView.updateListener.of(selectAtCursor)];

/** Marks the selected step and scrolls to it, unless it was selected here. Returns a function that ends it. */
export function followSelection(view: EditorView): () => void {
  let shownFor: string | null = null;
  let isOver = false;
  const show = () => {
    if (isOver) return;
    const { stepId } = useSelection.getState();
    const { flow } = useDocument.getState().drawn ?? {};
    const id = stepId === null ? null : planStepId(stepId);
    const place =
      id === null || flow === undefined ? undefined : textOfStep(flow, outlined(view.state.doc).entries, id);
    const isNew = id !== shownFor && place !== undefined;
    if (id === null || place !== undefined) shownFor = id;
    const end = place === undefined ? 0 : place.start + view.state.sliceDoc(place.start, place.end).trimEnd().length;
    const goesThere = isNew && !view.hasFocus && place !== undefined;
    view.dispatch({
      effects: [
        markStep.of(place === undefined ? null : { start: place.start, end }),
        ...(goesThere
          ? [EditorView.scrollIntoView(EditorSelection.range(end, place.start), { y: 'nearest', yMargin: 24 })]
          : []),
      ],
      ...(goesThere ? { selection: { anchor: place.start } } : {}),
      annotations: fromElsewhere.of(true),
    });
  };
  show();
  const stops = [
    useSelection.subscribe(({ stepId }, before) => stepId !== before.stepId && show()),
    // A small text is read before the editor has taken notice of it.
    useDocument.subscribe(({ drawn }, before) => drawn !== before.drawn && queueMicrotask(show)),
  ];
  return () => {
    isOver = true;
    for (const stop of stops) stop();
  };
}
