import { isJsonObject, type Json, type JsonObject } from '../../../../core/base/json.ts';
import type { Point } from '../layout/geometry.ts';

/** A remark on the canvas, beside the steps. */
export interface Note extends Point {
  readonly id: string;
  readonly text: string;
}

export interface KeptArrangement {
  /** Upper left corners of steps that were put somewhere, by full id. */
  readonly places: ReadonlyMap<string, Point>;
  /** Groups that are shown as one step. */
  readonly collapsed: ReadonlySet<string>;
  readonly notes: readonly Note[];
}

export const writeArrangement = ({ places, collapsed, notes }: KeptArrangement): JsonObject => ({
  places: [...places].map(([id, { x, y }]) => [id, Math.round(x), Math.round(y)]),
  collapsed: [...collapsed],
  notes: notes.map(({ id, text, x, y }) => ({ id, text, x: Math.round(x), y: Math.round(y) })),
});

/** Whatever of it is still what `writeArrangement` wrote. */
export function readArrangement(stored: Json): KeptArrangement {
  const { places, collapsed, notes } = isJsonObject(stored) ? stored : {};
  return {
    places: new Map(listOf(places).flatMap((row) => placeOf(row))),
    collapsed: new Set(listOf(collapsed).filter((id) => typeof id === 'string')),
    notes: listOf(notes).flatMap((note) => noteOf(note)),
  };
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

function placeOf(row: Json): [string, Point][] {
  if (!Array.isArray(row)) return [];
  const [id, x, y] = row as readonly Json[];
  return typeof id === 'string' && typeof x === 'number' && typeof y === 'number' ? [[id, { x, y }]] : [];
}

function noteOf(value: Json): Note[] {
  if (!isJsonObject(value)) return [];
  const { id, text, x, y } = value;
  const isSound = typeof id === 'string' && typeof text === 'string' && typeof x === 'number' && typeof y === 'number';
  return isSound ? [{ id, text, x, y }] : [];
}
