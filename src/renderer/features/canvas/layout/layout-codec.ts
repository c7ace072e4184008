import { isJsonObject, type Json, type JsonObject } from '../../../../core/base/json.ts';
import type { Box, GraphLayout, LaneBox, Point } from './geometry.ts';

/** A layout with the shape of the graph that it was made for. */
export interface KeptLayout {
  readonly shape: string;
  readonly layout: GraphLayout;
}

export const writeLayout = ({ shape, layout }: KeptLayout): JsonObject => ({
  shape,
  boxes: [...layout.boxes].map(([id, { x, y, width, height }]) => [id, x, y, width, height]),
  routes: [...layout.routes].map(([id, points]) => [id, ...points.flatMap(({ x, y }) => [x, y])]),
  lanes: layout.lanes.map(({ lane, x, y, width, height }) => [lane, x, y, width, height]),
});

/** Undefined for anything that is not what `writeLayout` wrote. */
export function readLayout(stored: Json): KeptLayout | undefined {
  if (!isJsonObject(stored) || typeof stored.shape !== 'string') return undefined;
  const boxes = rowsOf(stored.boxes).map(([id, ...numbers]) => [id, boxOf(numbers)] as const);
  const routes = rowsOf(stored.routes).map(([id, ...numbers]) => [id, pointsOf(numbers)] as const);
  const lanes = rowsOf(stored.lanes).map(([lane, ...numbers]): LaneBox => ({ lane, ...boxOf(numbers) }));
  return { shape: stored.shape, layout: { boxes: new Map(boxes), routes: new Map(routes), lanes } };
}

type Row = readonly [string, ...number[]];

const rowsOf = (value: Json | undefined): readonly Row[] => (Array.isArray(value) ? value.filter(isRow) : []);

const isRow = (row: Json): row is [string, ...number[]] =>
  Array.isArray(row) && typeof row[0] === 'string' && row.slice(1).every((part) => typeof part === 'number');

const boxOf = ([x = 0, y = 0, width = 0, height = 0]: readonly number[]): Box => ({ x, y, width, height });

function pointsOf(numbers: readonly number[]): Point[] {
  const points: Point[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) points.push({ x: numbers[at] ?? 0, y: numbers[at + 1] ?? 0 });
  return points;
}
