import { recordEffect } from '../../../shared/editing/editing.ts';
import { placeSteps, setNotes, setPlaces, useArrangement } from '../arrangement/arrangement.ts';
import type { Note } from '../arrangement/arrangement-codec.ts';
import type { Box, Point } from '../layout/geometry.ts';
import { isFrame } from '../layout/placed-layout.ts';
import { layoutOf } from '../layout/use-layout.ts';
import { clearMarks } from '../marks.ts';
import { pointOfInterest, useView } from '../view.ts';
import { holdPlaces } from './operate.ts';
import { markedSteps } from './step-actions.ts';

/** Changes places as one entry of the history. */
function rearrange(label: string, change: () => void): void {
  const before = useArrangement.getState().places;
  holdPlaces();
  change();
  const after = useArrangement.getState().places;
  if (before === after) return;
  recordEffect(label, { undo: () => setPlaces(before), redo: () => setPlaces(after) });
}

/** Moves steps to where they were dragged; a group takes along what is in it. */
export function moveSteps(moves: ReadonlyMap<string, Point>): void {
  const { laidOut } = useView.getState();
  if (laidOut === null || moves.size === 0) return;
  rearrange(moves.size === 1 ? 'Move a step' : `Move ${moves.size} steps`, () => {
    const places = useArrangement.getState().places;
    const moved: [string, Point][] = [];
    for (const [id, to] of moves) {
      const box = laidOut.layout.boxes.get(id);
      if (box === undefined) continue;
      const by = { x: to.x - box.x, y: to.y - box.y };
      const node = laidOut.model.byId.get(id);
      if (node === undefined || !isFrame(laidOut.model, node)) moved.push([id, to]);
      // Also what a closed group hides.
      for (const [inner, at] of places) {
        if (inner.startsWith(`${id}/`) && !moves.has(inner)) moved.push([inner, { x: at.x + by.x, y: at.y + by.y }]);
      }
    }
    placeSteps(moved);
  });
}

export type Side = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom';

/** Brings the selected steps into a line. */
export function alignMarked(side: Side): void {
  const boxes = markedBoxes();
  if (boxes.length < 2) return;
  const line = {
    x: lineOf(
      boxes.map(([, { x, width }]) => [x, width]),
      side,
    ),
    y: lineOf(
      boxes.map(([, { y, height }]) => [y, height]),
      side,
    ),
  };
  const isColumn = side === 'left' || side === 'center' || side === 'right';
  const share = { left: 0, top: 0, center: 0.5, middle: 0.5, right: 1, bottom: 1 }[side];
  moveSteps(
    new Map(
      boxes.map(([id, box]) => [
        id,
        isColumn ? { x: line.x - box.width * share, y: box.y } : { x: box.x, y: line.y - box.height * share },
      ]),
    ),
  );
}

function lineOf(spans: readonly (readonly [number, number])[], side: Side): number {
  const starts = spans.map(([start]) => start);
  const ends = spans.map(([start, length]) => start + length);
  if (side === 'left' || side === 'top') return Math.min(...starts);
  if (side === 'right' || side === 'bottom') return Math.max(...ends);
  return (Math.min(...starts) + Math.max(...ends)) / 2;
}

/** Gives the selected steps the same distance from each other; the outermost stay. */
export function distributeMarked(axis: 'x' | 'y'): void {
  const size = axis === 'x' ? 'width' : 'height';
  const boxes = markedBoxes().toSorted(([, a], [, b]) => a[axis] - b[axis]);
  const [first, last] = [boxes[0]?.[1], boxes.at(-1)?.[1]];
  if (boxes.length < 3 || first === undefined || last === undefined) return;
  const inner = boxes.reduce((sum, [, box]) => sum + box[size], 0);
  const gap = (last[axis] + last[size] - first[axis] - inner) / (boxes.length - 1);
  let at = first[axis];
  const moves = new Map<string, Point>();
  for (const [id, box] of boxes) {
    moves.set(id, { x: box.x, y: box.y, [axis]: Math.round(at) });
    at += box[size] + gap;
  }
  moveSteps(moves);
}

function markedBoxes(): [string, Box][] {
  const layout = useView.getState().laidOut?.layout;
  return markedSteps().flatMap((id) => {
    const box = layout?.boxes.get(id);
    return box === undefined ? [] : [[id, box] as [string, Box]];
  });
}

/** Lets the layout engine arrange the whole graph; the same graph always comes out the same. */
export async function tidy(): Promise<void> {
  const { laidOut } = useView.getState();
  if (laidOut === null) return;
  await layoutOf(laidOut.model);
  const before = useArrangement.getState().places;
  if (before.size === 0) return;
  setPlaces(new Map());
  recordEffect('Tidy', { undo: () => setPlaces(before), redo: () => setPlaces(new Map()) });
}

function changeNotes(label: string, notes: readonly Note[]): void {
  const before = useArrangement.getState().notes;
  setNotes(notes);
  recordEffect(label, { undo: () => setNotes(before), redo: () => setNotes(notes) });
}

export function addNote(): void {
  const { graph } = pointOfInterest();
  const id = crypto.randomUUID();
  clearMarks();
  changeNotes('Add a note', [...useArrangement.getState().notes, { id, text: '', x: graph.x, y: graph.y }]);
}

export function writeNote(id: string, text: string): void {
  const { notes } = useArrangement.getState();
  const now = notes.find((note) => note.id === id);
  if (now === undefined || now.text === text) return;
  changeNotes(
    'Write a note',
    notes.map((note) => (note.id === id ? { ...note, text } : note)),
  );
}

export function moveNotes(moves: ReadonlyMap<string, Point>): void {
  const { notes } = useArrangement.getState();
  changeNotes(
    'Move a note',
    notes.map((note) => ({ ...note, ...moves.get(note.id) })),
  );
}

export const removeNote = (id: string): void =>
  changeNotes(
    'Delete a note',
    useArrangement.getState().notes.filter((note) => note.id !== id),
  );
