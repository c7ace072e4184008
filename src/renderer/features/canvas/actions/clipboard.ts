import { notify } from '../../../shared/stores/notices.ts';
import { placeSteps } from '../arrangement/arrangement.ts';
import { GROUP_PADDING, type Point, snapped } from '../layout/geometry.ts';
import { pointOfInterest, useView } from '../view.ts';
import { copyOf, operate } from './operate.ts';
import { deleteMarked, markedSteps } from './step-actions.ts';

/** What was copied last, with where it lay: pasted in this window it lies the same way. */
interface Copied {
  readonly yaml: string;
  readonly corners: readonly Point[];
}

let last: Copied | undefined;

export const hasCopied = (): boolean => last !== undefined;

/** Puts the selected steps on the clipboard as YAML, which an editor takes as well. */
export async function copyMarked(): Promise<boolean> {
  const ids = markedSteps();
  if (ids.length === 0) return false;
  const yaml = await copyOf(ids);
  last = { yaml, corners: cornersOf(ids) };
  try {
    await navigator.clipboard.writeText(yaml);
    return true;
  } catch {
    notify(
      'error',
      'The steps could not be put on the clipboard of the system: they can be pasted in this window alone',
    );
    return true;
  }
}

export async function cutMarked(): Promise<void> {
  if (await copyMarked()) await deleteMarked();
}

const cornersOf = (ids: readonly string[]): Point[] => {
  const { laidOut } = useView.getState();
  // In the order of the file, in which they are copied.
  const order = (laidOut?.model.nodes ?? []).filter(({ id }) => ids.includes(id));
  return order.flatMap(({ id }) => laidOut?.layout.boxes.get(id) ?? []).map(({ x, y }) => ({ x, y }));
};

export const pasteLast = (): void => {
  if (last !== undefined) void paste(last.yaml);
};

/** Pastes steps from YAML text where the mouse is. */
export async function paste(yaml: string): Promise<void> {
  const { graph } = pointOfInterest();
  const corners = last?.yaml === yaml ? last.corners : [];
  await operate(({ pasteSteps }, source) => pasteSteps(source, yaml), {
    arrange: (ids) => layOut(ids, corners, graph),
  });
}

export async function duplicateMarked(): Promise<void> {
  const marked = markedSteps();
  if (marked.length === 0) return;
  const corners = cornersOf(marked);
  const yaml = await copyOf(marked);
  const parents = new Set(marked.map((id) => useView.getState().laidOut?.model.byId.get(id)?.parent));
  const [group] = parents;
  await operate(
    ({ pasteSteps }, source) =>
      pasteSteps(source, yaml, { verb: 'Duplicate', ...(parents.size === 1 ? { group } : {}) }),
    { arrange: (ids) => place(ids, corners, { x: GROUP_PADDING * 2, y: GROUP_PADDING * 2 }) },
  );
}

/** As they lay, with their upper left corner at a point; else below each other there. */
function layOut(ids: readonly string[], corners: readonly Point[], at: Point): void {
  if (corners.length !== ids.length) {
    placeSteps(ids.map((id, i) => [id, snapped({ x: at.x, y: at.y + i * 80 })] as const));
    return;
  }
  const x = Math.min(...corners.map((corner) => corner.x));
  const y = Math.min(...corners.map((corner) => corner.y));
  place(ids, corners, { x: at.x - x, y: at.y - y });
}

function place(ids: readonly string[], corners: readonly Point[], by: Point): void {
  if (corners.length !== ids.length) return;
  placeSteps(ids.map((id, i) => [id, snapped({ x: corners[i]!.x + by.x, y: corners[i]!.y + by.y })] as const));
}
