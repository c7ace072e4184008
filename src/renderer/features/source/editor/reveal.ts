import { EditorView } from '@codemirror/view';
import { useReveal } from '../../../shared/stores/reveal.ts';

/** Goes to the place that somebody asked for elsewhere in the window. Returns a function that ends it. */
export function followReveals(view: EditorView): () => void {
  const go = () => {
    const { place } = useReveal.getState();
    if (place === null) return;
    useReveal.setState({ place: null });
    view.focus();
    if (place === 'cursor') return;
    const { doc } = view.state;
    const { from, to } = doc.line(Math.max(1, Math.min(place.line, doc.lines)));
    const at = Math.min(from + place.column - 1, to);
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
  };
  go();
  return useReveal.subscribe(go);
}
