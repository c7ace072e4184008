import { callables } from './callables.ts';
import { type Written, writtenAt } from './chain.ts';
import { type Completion, type Completions, completionsOf } from './completion.ts';
import { openTemplateAt } from './template-at.ts';
import type { Member, Vocabulary } from './vocabulary.ts';

/** What may stand at an offset of an expression; undefined where there is nothing to offer. */
export function completeExpression(text: string, offset: number, vocabulary: Vocabulary): Completions | undefined {
  const written = writtenAt(text, offset);
  if (written === undefined) return undefined;
  const typed = text.slice(written.from, offset);
  const replaced = text.slice(written.from, written.to);
  const options = optionsFor(written, vocabulary, text[written.to]);
  return completionsOf({ ...written, typed, replaced }, options, written.kind !== 'name' || typed !== '');
}

/** The same in a text with `${{ }}`: outside of templates there is nothing to offer but to begin one. */
export function completeTemplate(text: string, offset: number, vocabulary: Vocabulary): Completions | undefined {
  const open = openTemplateAt(text, offset);
  if (open === undefined) return beginTemplate(text, offset);
  const inner = completeExpression(text.slice(open.start, open.end), offset - open.start, vocabulary);
  return inner && { ...inner, from: inner.from + open.start, to: inner.to + open.start };
}

function beginTemplate(text: string, offset: number): Completions | undefined {
  const sign = /\$\{{0,2}$/.exec(text.slice(0, offset))?.[0];
  if (sign === undefined || sign === '${{') return undefined;
  const template: Completion = {
    label: '${{ }}',
    insert: '${{  }}',
    cursor: 4,
    kind: 'function',
    detail: 'the value of an expression',
  };
  // Editors that close brackets have written them already.
  const closed = /^\}{0,2}/.exec(text.slice(offset))?.[0].length ?? 0;
  return { from: offset - sign.length, to: offset + closed, options: [template], isAsked: true };
}

function optionsFor(written: Written, vocabulary: Vocabulary, next: string | undefined): readonly Completion[] {
  switch (written.kind) {
    case 'name':
      return [...vocabulary.members([]).map(plain), ...callables('function', next === '(')];
    case 'key':
      return vocabulary.members(written.path).map((member) => keyed(member, written.quote));
    case 'property': {
      const members = written.path === undefined ? [] : vocabulary.members(written.path);
      const named = members.filter(({ name }) => DOTTED.test(name)).map(plain);
      // Maps with names of their own have no methods worth offering; anything else is a value.
      return members.length > 0 ? named : callables('method', next === '(');
    }
  }
}

/** What can stand behind a dot. */
const DOTTED = /^[A-Za-z_][A-Za-z0-9_-]*$/;

const plain = (member: Member): Completion => of(member, member.name);
const keyed = (member: Member, quote: string): Completion => of(member, `${member.name}${quote}]`);

const of = ({ name, detail, value }: Member, insert: string): Completion => ({
  label: name,
  insert,
  kind: 'name',
  ...(detail === undefined ? {} : { detail }),
  ...(value === undefined ? {} : { value }),
});
