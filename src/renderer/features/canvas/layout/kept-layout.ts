import { isJsonObject, type Json } from '../../../../core/base/json.ts';
import { client } from '../../../shared/client/client.ts';
import type { Box, GraphLayout, LaneBox, Point } from './geometry.ts';

/**
 * The layout of the graph that was shown last is kept with the window's own state, so that the app starts with its graph and not
 * with a wait for the layout engine. Any other graph is laid out when it is opened.
 */
const KEY = 'graph';
const MOST_CHARACTERS = 200_000;

export interface KeptLayout {
  readonly shape: string;
  readonly layout: GraphLayout;
}

/** Asked for at once: the answer comes while the flow itself is being read. */
export const keptLayout: Promise<KeptLayout | undefined> = client.layout
  .get({ key: KEY })
  .then(readKept, () => undefined);

export function keepLayout({ shape, layout }: KeptLayout): void {
  const value = {
    shape,
    boxes: [...layout.boxes].map(([id, { x, y, width, height }]) => [id, x, y, width, height]),
    routes: [...layout.routes].map(([id, points]) => [id, ...points.flatMap(({ x, y }) => [x, y])]),
    lanes: layout.lanes.map(({ lane, x, y, width, height }) => [lane, x, y, width, height]),
  };
  if (JSON.stringify(value).length > MOST_CHARACTERS) return;
  // Kept for speed alone: without it the graph is laid out again.
  client.layout.set({ key: KEY, value }).catch(() => {});
}

/** Undefined for anything that is not what `keepLayout` wrote. */
export function readKept(stored: Json): KeptLayout | undefined {
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
