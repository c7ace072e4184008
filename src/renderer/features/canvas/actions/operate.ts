import type * as operationsModule from '../../../../core/flow/operations/index.ts';
import type { Operated, Source } from '../../../../core/flow/operations/index.ts';
import { applyEdits, useEditing } from '../../../shared/editing/editing.ts';
import { useDocument } from '../../../shared/stores/document.ts';
import { notify } from '../../../shared/stores/notices.ts';
import { placeSteps, useArrangement } from '../arrangement/arrangement.ts';
import { isFrame } from '../layout/placed-layout.ts';
import { markSteps } from '../marks.ts';
import { focusCanvas, useView } from '../view.ts';

type Operations = typeof operationsModule;

/** They bring the format along: they are loaded with the first one that is asked for. */
const loadOperations = (): Promise<Operations> => import('../../../../core/flow/operations/index.ts');

/** Why the graph cannot be changed now, in words. */
export function unchangeable(): string | undefined {
  const { readOnly, text } = useEditing.getState();
  if (readOnly !== null) return readOnly;
  const { drawn } = useDocument.getState();
  return drawn?.document.text === text
    ? undefined
    : 'the text cannot be read as it is now: mend it there first, or undo the last change of it';
}

interface OperateOptions {
  /** Puts steps into place, given the full ids that the operation looks at. Called before the text changes. */
  readonly arrange?: (ids: readonly string[]) => void;
  readonly coalesce?: string;
  /** Leaves the selection as it is. */
  readonly keepSelection?: boolean;
}

/** Does something to the graph: its file changes, its steps stay where they are. Resolves with the steps to look at. */
export async function operate(
  operation: (operations: Operations, source: Source) => Operated,
  { arrange, coalesce, keepSelection = false }: OperateOptions = {},
): Promise<readonly string[] | undefined> {
  const operations = await loadOperations();
  const obstacle = unchangeable();
  const { drawn } = useDocument.getState();
  if (obstacle !== undefined || drawn === null) {
    notify('info', `The flow was not changed: ${obstacle ?? 'it is still being opened'}`);
    return undefined;
  }
  const operated = operation(operations, { text: drawn.document.text, flow: drawn.flow });
  if (!operated.ok) {
    notify('info', operated.error.message);
    return undefined;
  }
  const { label, edits, select } = operated.value;
  holdPlaces();
  arrange?.(select);
  // Steps that are drawn anew, or no more, take the focus along.
  if (document.activeElement?.matches('[data-step]')) focusCanvas();
  if (!applyEdits(label, edits, coalesce === undefined ? {} : { coalesce }).ok) return undefined;
  if (!keepSelection) markSteps(select);
  return select;
}

/** YAML text of steps of the open flow; empty when there is nothing to copy. */
export async function copyOf(ids: readonly string[]): Promise<string> {
  const { copySteps } = await loadOperations();
  const { drawn } = useDocument.getState();
  return drawn === null ? '' : copySteps({ text: drawn.document.text, flow: drawn.flow }, ids);
}

/** From the first change on, steps stay where they are seen: only a person moves them. */
export function holdPlaces(): void {
  const { laidOut } = useView.getState();
  if (laidOut === null || useArrangement.getState().places.size > 0) return;
  const { model, layout } = laidOut;
  placeSteps(
    model.nodes.flatMap((node) => {
      const box = isFrame(model, node) ? undefined : layout.boxes.get(node.id);
      return box === undefined ? [] : [[node.id, { x: box.x, y: box.y }] as const];
    }),
  );
}
