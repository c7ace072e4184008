import { sourceAt } from '../../../core/flow/edit/index.ts';
import type { Trigger } from '../../../core/flow/flow.ts';
import { writeFlow } from '../../../core/flow/write/write-flow.ts';

/** A trigger as YAML text, as a person would have written it. */
export function triggerSource(trigger: Trigger): string {
  const text = writeFlow({ version: 1, name: 'any', triggers: [trigger], steps: [] });
  return unindented(sourceAt(text, ['triggers', 0]) ?? '');
}

/** The text of a value that stood further right than where it is shown: its first line begins behind a dash already. */
export function unindented(text: string): string {
  const [first = '', ...rest] = text.split('\n');
  const indents = rest.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const least = indents.length === 0 ? 0 : Math.min(...indents);
  return [first, ...rest.map((line) => line.slice(least))].join('\n');
}
