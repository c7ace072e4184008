import type { Extension } from '@codemirror/state';
import { hoverTooltip } from '@codemirror/view';
import { explainAt } from '../../../../core/flow/assist/index.ts';
import { knowledgeAt, outlined } from './knowledge.ts';
import { proseElement } from './prose.ts';
import styles from './source.module.css';

/** What a key is for and what an expression gave, where the mouse rests. */
export const hover: Extension = hoverTooltip(
  (view, pos) => {
    const text = outlined(view.state.doc);
    const found = explainAt(text, pos, knowledgeAt(text, pos));
    if (found === undefined) return null;
    return { pos: found.from, end: found.to, above: true, create: () => ({ dom: elementOf(found) }) };
  },
  { hoverTime: 350 },
);

function elementOf(found: NonNullable<ReturnType<typeof explainAt>>): HTMLElement {
  const card = document.createElement('div');
  card.className = styles.hover ?? '';
  if (found.kind === 'key') {
    const head = document.createElement('p');
    head.className = styles.hoverPath ?? '';
    head.textContent = found.path;
    card.append(head);
    if (found.text !== undefined) card.append(proseElement(found.text));
    if (found.takes !== '') card.append(proseElement(`Takes: ${found.takes}`));
    return card;
  }
  const { preview } = found;
  const text =
    preview.kind === 'value'
      ? `In the last run: \`${JSON.stringify(preview.value)}\``
      : preview.kind === 'none'
        ? preview.why
        : 'This is not an expression yet';
  card.append(proseElement(text));
  return card;
}
