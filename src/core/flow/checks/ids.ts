import { rawAt } from '../schema/issues.ts';
import type { StepPlace } from '../steps.ts';
import type { Finding } from '../yaml/document.ts';
import { valueSpan } from '../yaml/locate.ts';
import { isRawMap } from '../yaml/plain.ts';
import { atKey, atValue, type CheckContext } from './context.ts';

/** A step has a name or an id, and no other step of its list has the same; handlers share their ids with the flow's steps. */
export function checkIds(context: CheckContext): Finding[] {
  const findings: Finding[] = [];
  const shared = new Map<string, StepPlace>();
  for (const { scope, places } of context.scopes) {
    const taken = scope.kind === 'group' ? new Map<string, StepPlace>() : shared;
    for (const place of places) {
      const unnamed = nameless(context, place);
      if (unnamed !== undefined) {
        findings.push(unnamed);
        continue;
      }
      const first = taken.get(place.step.id);
      if (first === undefined) taken.set(place.step.id, place);
      else findings.push(duplicate(context, first, place));
    }
  }
  return findings;
}

function nameless(context: CheckContext, { path }: StepPlace): Finding | undefined {
  const raw = rawAt(context.root, path);
  if (!isRawMap(raw) || raw.id !== undefined || raw.name !== undefined) return undefined;
  const message = 'A step needs a `name` or an `id`: others name it by that in `needs`';
  return atValue(context, path, { code: 'step-nameless', message });
}

function duplicate(context: CheckContext, first: StepPlace, second: StepPlace): Finding {
  const lineOf = (place: StepPlace) => context.document.lines.linePos(valueSpan(context.document, place.path)[0]).line;
  const raw = rawAt(context.root, second.path);
  const key = isRawMap(raw) && raw.id !== undefined ? 'id' : 'name';
  const { id } = second.step;
  const made = key === 'id' ? '' : ` (from its name \`${second.step.name}\`)`;
  const message =
    `Two steps have the id \`${id}\`: on line ${lineOf(first)} and on line ${lineOf(second)}${made}. ` +
    (key === 'id' ? 'Give one of them another' : 'Give one of them another name, or an `id` of its own');
  return atKey(context, [...second.path, key], { code: 'step-duplicate', message });
}
