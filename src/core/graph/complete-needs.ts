import { type Completion, type Completions, completionsOf } from '../expression/complete/completion.ts';
import { NEED_SUFFIXES } from './parse-needs.ts';

const SUFFIX_HELP: Readonly<Record<string, string>> = {
  succeeded: 'as without a suffix',
  failed: 'runs when it failed',
  skipped: 'runs when it was skipped',
  cancelled: 'runs when it was cancelled',
  done: 'however it ended',
  ok: 'succeeded, or skipped by its own `if`',
};

/** What may stand at an offset of `needs`: ids of steps, their suffixes, and in an expression `atLeast`. */
export function completeNeeds(
  text: string,
  offset: number,
  { ids, isExpression }: { readonly ids: readonly string[]; readonly isExpression: boolean },
): Completions | undefined {
  const [word = ''] = /[A-Za-z0-9_-]*$/.exec(text.slice(0, offset)) ?? [];
  const [rest = ''] = /^[A-Za-z0-9_-]*/.exec(text.slice(offset)) ?? [];
  const from = offset - word.length;
  const to = offset + rest.length;
  const written = { from, to, typed: word, replaced: text.slice(from, to) };
  if (/^\d/.test(word)) return undefined;
  if (text[from - 1] === '.') {
    const suffixes = NEED_SUFFIXES.map(
      (suffix): Completion => ({ label: suffix, insert: suffix, kind: 'name', detail: SUFFIX_HELP[suffix] ?? '' }),
    );
    return completionsOf(written, suffixes, true);
  }
  const atLeast: Completion = {
    label: 'atLeast',
    insert: 'atLeast()',
    cursor: 'atLeast('.length,
    kind: 'function',
    detail: 'atLeast(2, a, b, c)',
  };
  const names = ids.map((id): Completion => ({ label: id, insert: id, kind: 'name' }));
  return completionsOf(written, isExpression ? [...names, atLeast] : names, word !== '');
}
