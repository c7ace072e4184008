import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  pickedCompletion,
  startCompletion,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { type Suggestion, suggestAt } from '../../../../core/flow/assist/index.ts';
import { knowledgeAt, outlined } from './knowledge.ts';
import { proseElement } from './prose.ts';

const LONGEST_VALUE = 40;

/** Keys and values of the format, names in expressions and in needs, with what they are for. */
export const completion: Extension = autocompletion({ override: [suggest], icons: false, maxRenderedOptions: 100 });

function suggest(context: CompletionContext): CompletionResult | null {
  const text = outlined(context.state.doc);
  const found = suggestAt(text, context.pos, knowledgeAt(text, context.pos));
  if (found === undefined || !(found.isAsked || context.explicit)) return null;
  const typed = context.state.sliceDoc(found.from, context.pos);
  return {
    from: found.from,
    to: found.to,
    options: found.options.map(completionOf),
    // Ranked by who knows what is meant.
    filter: false,
    getMatch: ({ label }) => matchOf(label, typed),
  };
}

function completionOf(suggestion: Suggestion): Completion {
  const { label, documentation } = suggestion;
  const detail = detailOf(suggestion);
  return {
    label,
    ...(detail === '' ? {} : { detail }),
    ...(documentation === undefined ? {} : { info: () => proseElement(documentation) }),
    apply: (view, completion, from, to) => take(view, { suggestion, completion, from, to }),
  };
}

function detailOf({ detail = '', value }: Suggestion): string {
  if (value === undefined) return detail.replaceAll('`', '');
  const written = typeof value === 'string' ? value : JSON.stringify(value);
  return `= ${written.length > LONGEST_VALUE ? `${written.slice(0, LONGEST_VALUE)}…` : written}`;
}

interface Taken {
  readonly suggestion: Suggestion;
  readonly completion: Completion;
  readonly from: number;
  readonly to: number;
}

function take(view: EditorView, { suggestion: { insert, cursor, kind }, completion, from, to }: Taken): void {
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + (cursor ?? insert.length) },
    annotations: pickedCompletion.of(completion),
    userEvent: 'input.complete',
    scrollIntoView: true,
  });
  // After a key comes its value.
  if (kind === 'key' && /[ :]$/.test(insert)) startCompletion(view);
}

/** The part of the label that was typed already: where it begins and ends. */
function matchOf(label: string, typed: string): readonly number[] {
  const at = typed === '' ? -1 : label.toLowerCase().indexOf(typed.toLowerCase());
  return at === -1 ? [] : [at, at + typed.length];
}
