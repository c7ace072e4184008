import type { ExecutorRow } from '../../../../contract/models.ts';
import type { NeedSuffix } from '../../../../core/graph/needs.ts';
import type { GraphEdge } from '../../../shared/graph/model.ts';
import { notify } from '../../../shared/stores/notices.ts';
import { placeSteps, useArrangement } from '../arrangement/arrangement.ts';
import { connectionRefusal } from '../cycle.ts';
import { writeName } from '../inline-edit.ts';
import { NODE_HEIGHT, type Point, snapped } from '../layout/geometry.ts';
import { useMarks } from '../marks.ts';
import { starterOf } from '../starters.ts';
import { useView } from '../view.ts';
import { operate } from './operate.ts';

export interface NewStepPlace {
  /** The middle of its left side, on the graph. */
  readonly at: Point;
  /** It needs this step. */
  readonly after?: string | undefined;
  /** It goes in between. */
  readonly onto?: GraphEdge | undefined;
}

/** Adds a step of a type and lets the person write its name. */
export async function addStepOf(type: ExecutorRow, { at, after, onto }: NewStepPlace): Promise<void> {
  const from = onto?.source ?? after;
  const group = from === undefined ? groupAt(at) : undefined;
  const added = await operate(
    ({ addStep }, source) =>
      addStep(source, {
        name: type.title,
        body: starterOf(type),
        group,
        after: from,
        ...(onto === undefined ? {} : { before: { step: onto.target, is: onto.asks } }),
      }),
    {
      coalesce: newMark(),
      arrange: ([id]) => {
        if (id !== undefined) placeSteps([[id, snapped({ x: at.x, y: at.y - NODE_HEIGHT / 2 })]]);
      },
    },
  );
  const id = added?.[0];
  if (id !== undefined) writeName(id, true);
}

/** Entries of the history that belong to the same new step have the same mark. */
let lastMark = 0;
const newMark = (): string => `new step ${++lastMark}`;
const markOfNew = (): string => `new step ${lastMark}`;

/** The innermost group whose frame holds a point. */
function groupAt({ x, y }: Point): string | undefined {
  const { laidOut } = useView.getState();
  if (laidOut === null) return undefined;
  return laidOut.model.nodes.findLast(({ id, isGroup }) => {
    const box = isGroup && !useArrangement.getState().collapsed.has(id) ? laidOut.layout.boxes.get(id) : undefined;
    return box && x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
  })?.id;
}

/** Lets one step need another, or says why not. */
export function connect(from: string, to: string, is: NeedSuffix = 'succeeded'): void {
  const { laidOut } = useView.getState();
  const refusal = laidOut === null ? undefined : connectionRefusal(laidOut.model, from, to);
  if (refusal !== undefined) {
    notify('info', refusal);
    return;
  }
  void operate(({ connectSteps }, source) => connectSteps(source, from, to, is), { keepSelection: true });
}

/** Takes connections away: needs, and steps that stand in. */
export async function disconnect(edges: readonly GraphEdge[]): Promise<void> {
  const needs = edges.filter(({ kind }) => kind === 'need');
  if (needs.length < edges.length) {
    notify('info', 'A step that stands in is taken away where it is named: under `fallback` or `else` of the step');
  }
  if (needs.length === 0) return;
  const gone = needs.map(({ source, target, asks }) => ({ source, target, is: asks }));
  await operate(({ disconnectSteps }, source) => disconnectSteps(source, gone), { keepSelection: true });
}

export const askOf = ({ source, target, asks }: GraphEdge, now: NeedSuffix): void =>
  void operate(({ askOtherwise }, flow) => askOtherwise(flow, { source, target, is: asks }, now), {
    keepSelection: true,
  });

/** Puts a step that is there already between two others. */
export function putBetween(step: string, edge: GraphEdge): void {
  void operate(
    (operations, source) =>
      operations.insertBetween(source, step, { source: edge.source, target: edge.target, is: edge.asks }),
    {
      keepSelection: true,
    },
  );
}

export const markedSteps = (): readonly string[] => [...useMarks.getState().nodes];

function markedEdges(): GraphEdge[] {
  const { edges } = useMarks.getState();
  return useView.getState().laidOut?.model.edges.filter(({ id }) => edges.has(id)) ?? [];
}

/** Deletes what is selected: steps, else connections. */
export async function deleteMarked({ reconnect = false } = {}): Promise<void> {
  const [steps, edges] = [markedSteps(), markedEdges()];
  if (steps.length > 0) await operate(({ removeSteps }, source) => removeSteps(source, steps, { reconnect }));
  else if (edges.length > 0) await disconnect(edges);
}

/** Gives a step another name; its place goes with its id. */
export async function rename(id: string, name: string, isNew: boolean): Promise<string | undefined> {
  const renamed = await operate(({ renameStep }, source) => renameStep(source, id, name), {
    ...(isNew ? { coalesce: markOfNew() } : {}),
    arrange: ([to]) => to !== undefined && copyPlaces(id, to),
  });
  return renamed?.[0];
}

/** What lies at or below one id lies in the same way at or below the other. The old places stay: an undo needs them. */
export function copyPlaces(from: string, to: string): void {
  const moved = [...useArrangement.getState().places].flatMap(([id, at]) =>
    id === from || id.startsWith(`${from}/`) ? [[to + id.slice(from.length), at] as const] : [],
  );
  placeSteps(moved);
}

export async function writeRun(id: string, run: string, isNew: boolean): Promise<void> {
  await operate(({ changeCommand }, source) => changeCommand(source, id, run), {
    ...(isNew ? { coalesce: markOfNew() } : {}),
  });
}

export const toggleMarkedDisabled = (): void =>
  void operate(({ toggleDisabled }, source) => toggleDisabled(source, markedSteps()));
