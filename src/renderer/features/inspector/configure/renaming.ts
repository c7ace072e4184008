import type { FlowEdit } from '../../../../core/flow/edit/model.ts';
import type { Flow } from '../../../../core/flow/flow.ts';
import { slugOf } from '../../../../core/flow/schema/slug.ts';
import { allSteps, alternativesIn, type StepPlace } from '../../../../core/flow/steps.ts';

interface Renamed {
  readonly edits: readonly FlowEdit[];
  /** The id of the step afterwards. */
  readonly id: string;
}

/**
 * Gives a step another name. Without an id of its own its id comes from the name: whoever names it is changed with it, or where
 * nobody does, the id just follows.
 */
export function renameByName(
  place: StepPlace,
  flow: Flow,
  { to, hasOwnId, hasName }: { readonly to: string; readonly hasOwnId: boolean; readonly hasName: boolean },
): Renamed {
  const { path, step } = place;
  const name: FlowEdit = hasName
    ? { op: 'set', path: [...path, 'name'], value: to }
    : { op: 'insert', path: [...path, 'name'], value: to, index: 0 };
  const id = slugOf(to, Number(path.at(-1)) + 1);
  if (hasOwnId || id === step.id) return { edits: [name], id: step.id };
  if (!isNamed(flow, place)) return { edits: [name], id };
  // The name is an id already: renaming it changes both. In words, the step gets an id beside its name.
  return {
    edits: step.name === step.id ? [{ op: 'rename-step', path, to: id }, name] : [name, keptId(place)],
    id: step.name === step.id ? id : step.id,
  };
}

/** In words, a name is for people: the id that others know stays, and is written beside it. */
const keptId = ({ path, step }: StepPlace): FlowEdit => ({
  op: 'insert',
  path: [...path, 'id'],
  value: step.id,
  index: 0,
});

function isNamed(flow: Flow, { step }: StepPlace): boolean {
  const { id } = step;
  const word = new RegExp(`(^|[^\\w-])${id}($|[^\\w-])`);
  return (
    allSteps(flow).some(({ step: other }) => {
      if (other === step) return false;
      const { name: _name, id: _id, description: _description, steps: _steps, ...rest } = other;
      return (
        word.test(JSON.stringify(rest)) ||
        alternativesIn(other).some(({ alternative }) => alternative.kind === 'step' && alternative.id === id)
      );
    }) || word.test(JSON.stringify([flow.outputs, flow.hooks, flow.env]))
  );
}
