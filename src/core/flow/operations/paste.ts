import { err, ok, problem, type Result } from '../../base/result.ts';
import { editFlow } from '../edit/edit-flow.ts';
import { entrySource, entrySources } from '../edit/entry-source.ts';
import type { FlowEdit } from '../edit/model.ts';
import { readFlow } from '../read.ts';
import { rawAt } from '../schema/issues.ts';
import { parseDocumentText } from '../yaml/document.ts';
import type { Path } from '../yaml/path.ts';
import { isRawList, isRawMap } from '../yaml/plain.ts';
import { rawOf } from '../yaml/raw.ts';
import { changeNeeds } from './needs.ts';
import { namesOf, type Operated, outermost, placesNamed, placesOf, type Source } from './operation.ts';
import { freeId, idsTaken } from './step-names.ts';

/** Steps as YAML: a list as it could stand in any flow, with their comments. */
export function copySteps({ text, flow }: Source, ids: readonly string[]): string {
  const document = parseDocumentText(text, '');
  return outermost(placesNamed(flow, ids))
    .map(({ path }) => entrySource(document, path) ?? '')
    .join('');
}

export interface PastePlace {
  /** Full id of the group that they go into; else they become steps of the flow. */
  readonly group?: string | undefined;
  readonly verb?: 'Paste' | 'Duplicate';
}

/**
 * Puts steps from YAML text into a flow: a list of steps, one step, or a whole flow. Those whose id is taken get another, also where
 * the others speak of them; needs of steps that are not there fall away.
 */
export function pasteSteps({ flow }: Source, yaml: string, { group, verb = 'Paste' }: PastePlace = {}): Operated {
  const pasted = readPasted(yaml);
  if (!pasted.ok) return pasted;
  const owner = group === undefined ? undefined : placesOf(flow).get(group);
  if (group !== undefined && owner === undefined)
    return problem('step-missing', `There is no group \`${group}\` (any more)`);
  const list: Path = owner === undefined ? ['steps'] : [...owner.path, 'steps'];
  const siblings = owner === undefined ? flow.steps : (owner.step.steps ?? []);
  const taken = idsTaken(flow, { kind: owner ? 'group' : 'flow', steps: siblings, path: list });

  const own = pasted.value.flow.steps;
  const known = new Set([...siblings.map(({ id }) => id), ...own.map(({ id }) => id)]);
  const renames: FlowEdit[] = [];
  const final: string[] = [];
  const used = new Set([...taken, ...own.map(({ id }) => id)]);
  for (const [i, step] of own.entries()) {
    const to = taken.has(step.id) || final.includes(step.id) ? freeId(step.id, used) : step.id;
    used.add(to);
    final.push(to);
    if (to !== step.id) renames.push({ op: 'rename-step', path: ['steps', i], to });
  }
  const strangers = placesNamed(
    pasted.value.flow,
    own.map(({ id }) => id),
  ).flatMap((place) => changeNeeds(place, { replace: ({ step }) => (known.has(step) ? undefined : []) }));
  const edited = editFlow(pasted.value.text, [...strangers, ...renames]);
  if (!edited.ok) return err(edited.error);
  const prefix = owner === undefined ? '' : `${owner.fullId}/`;
  return ok({
    label: `${verb} ${namesOf(
      placesNamed(
        pasted.value.flow,
        own.map(({ id }) => id),
      ),
    )}`,
    edits: entrySources(edited.value.text, ['steps']).map((source, i) => ({
      op: 'insert-source',
      path: [...list, siblings.length + i],
      source,
    })),
    select: final.map((id) => prefix + id),
  });
}

/** Text that may hold steps, as a flow of just these. */
function readPasted(yaml: string): Result<Source> {
  const nothing = problem(
    'paste-no-steps',
    'There are no steps to paste: copy steps of a flow, or YAML text of a list of steps',
  );
  const document = parseDocumentText(yaml, '');
  if (document.tree.errors.length > 0) return nothing;
  const root = rawOf(document).value;
  const isStep = (raw: unknown) => isRawMap(raw) && (raw.name !== undefined || raw.id !== undefined);
  const path: Path | undefined = isRawList(root)
    ? []
    : isRawMap(root) &&
        isRawList(rawAt(root, ['steps'])) &&
        rawAt(root, ['run']) === undefined &&
        root.needs === undefined
      ? ['steps']
      : undefined;
  const entries = path === undefined ? (isStep(root) ? [alone(yaml)] : []) : entrySources(yaml, path);
  const steps = path === undefined ? [root] : rawAt(root, path);
  if (entries.length === 0 || !isRawList(steps) || !steps.every(isStep)) return nothing;
  const text = `name: pasted\nsteps:\n${entries.map(indented).join('')}`;
  const { draft } = readFlow(text, { file: 'the clipboard' });
  return draft === null || draft.steps.length !== entries.length ? nothing : ok({ text, flow: draft });
}

const indented = (source: string): string => source.replace(/^(?=.)/gm, '  ');

/** A map as the one entry of a list. */
const alone = (yaml: string): string =>
  `${yaml
    .trim()
    .split(/\r?\n/)
    .map((line, i) => (i === 0 ? `- ${line}` : line === '' ? '' : `  ${line}`))
    .join('\n')}\n`;
