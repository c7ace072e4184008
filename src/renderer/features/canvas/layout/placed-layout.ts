import type { GraphModel, GraphNode } from '../../../shared/graph/model.ts';
import {
  type Box,
  GROUP_PADDING,
  GROUP_TITLE,
  type GraphLayout,
  type LaneBox,
  NODE_HEIGHT,
  NODE_WIDTH,
  type Point,
} from './geometry.ts';
import { directRoute } from './route.ts';

const GAP = 24;
const LAYER_GAP = 52;
const LANE_PADDING = 16;
const LANE_TITLE = 24;
const LANE_GAP = 48;

/** Whether a node is drawn as a frame around others. */
export const isFrame = (model: GraphModel, node: GraphNode): boolean =>
  node.isGroup && model.nodes.some((other) => other.parent === node.id);

/**
 * The graph where its steps were put. One that has no place yet gets one beside what it needs, without moving any other. Routes of
 * the layout engine are kept where both ends are still where it saw them.
 */
export function placedLayout(model: GraphModel, places: ReadonlyMap<string, Point>, former?: GraphLayout): GraphLayout {
  const parents = new Set(model.nodes.flatMap(({ parent }) => parent ?? []));
  const leaves = model.nodes.filter((node) => !(node.isGroup && parents.has(node.id)));
  const boxes = new Map<string, Box>();
  for (const node of leaves) {
    const at = places.get(node.id);
    if (at !== undefined) boxes.set(node.id, boxAt(at));
  }
  for (const node of leaves) if (!boxes.has(node.id)) boxes.set(node.id, boxAt(freePlace(model, node, boxes)));
  for (const node of model.nodes.toReversed()) {
    if (!parents.has(node.id) || !node.isGroup) continue;
    const inside = model.nodes
      .filter((child) => child.parent === node.id)
      .flatMap((child) => boxes.get(child.id) ?? []);
    if (inside.length > 0) boxes.set(node.id, around(inside));
  }
  const routes = new Map<string, readonly Point[]>();
  for (const edge of model.edges) {
    const source = boxes.get(edge.source);
    const target = boxes.get(edge.target);
    if (source === undefined || target === undefined) continue;
    const [from, to] = [exitOf(source), entryOf(target)];
    const known = former?.routes.get(edge.id);
    routes.set(edge.id, known !== undefined && joins(known, from, to) ? known : directRoute(from, to));
  }
  return { boxes, routes, lanes: lanesOf(model, boxes) };
}

const boxAt = ({ x, y }: Point): Box => ({ x, y, width: NODE_WIDTH, height: NODE_HEIGHT });
const exitOf = (box: Box): Point => ({ x: box.x + box.width, y: box.y + box.height / 2 });
const entryOf = (box: Box): Point => ({ x: box.x, y: box.y + box.height / 2 });

/** Whether a route still leads from one point to the other. */
export function joins(route: readonly Point[], from: Point, to: Point): boolean {
  const [start, end] = [route[0], route.at(-1)];
  const near = (a: Point | undefined, b: Point) => a !== undefined && Math.hypot(a.x - b.x, a.y - b.y) < 3;
  return near(start, from) && near(end, to);
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x)) - GROUP_PADDING;
  const y = Math.min(...boxes.map((box) => box.y)) - GROUP_TITLE - GROUP_PADDING / 2;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + GROUP_PADDING;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + GROUP_PADDING;
  return { x, y, width: right - x, height: bottom - y };
}

/** Behind what it needs, else before what needs it, else below its siblings; further down while something lies there. */
function freePlace(model: GraphModel, node: GraphNode, boxes: ReadonlyMap<string, Box>): Point {
  const of = (ids: readonly string[]) => ids.flatMap((id) => boxes.get(id) ?? []);
  const before = of(model.edges.filter((edge) => edge.target === node.id).map((edge) => edge.source));
  const behind = of(model.edges.filter((edge) => edge.source === node.id).map((edge) => edge.target));
  const isNear = (other: GraphNode) => other.parent === node.parent && other.lane === node.lane;
  const siblings = of(model.nodes.filter((other) => other !== node && isNear(other)).map(({ id }) => id));
  const mean = (list: readonly Box[]) => list.reduce((sum, { y }) => sum + y, 0) / list.length;
  const right = (list: readonly Box[]) => Math.max(...list.map((box) => box.x + box.width));
  const bottom = (list: readonly Box[]) => Math.max(...list.map((box) => box.y + box.height));
  const left = (list: readonly Box[]) => Math.min(...list.map((box) => box.x));
  const start =
    before.length > 0
      ? { x: right(before) + LAYER_GAP, y: mean(before) }
      : behind.length > 0
        ? { x: left(behind) - LAYER_GAP - NODE_WIDTH, y: mean(behind) }
        : siblings.length > 0
          ? { x: left(siblings), y: bottom(siblings) + GAP }
          : { x: 0, y: boxes.size === 0 ? 0 : bottom([...boxes.values()]) + LANE_GAP + LANE_TITLE + LANE_PADDING };
  let { x, y } = start;
  const all = [...boxes.values()];
  for (let tries = 0; tries < 200; tries++) {
    const inTheWay = all.find(
      (box) =>
        x < box.x + box.width + GAP &&
        box.x < x + NODE_WIDTH + GAP &&
        y < box.y + box.height + GAP / 2 &&
        box.y < y + NODE_HEIGHT + GAP / 2,
    );
    if (inTheWay === undefined) break;
    y = inTheWay.y + inTheWay.height + GAP;
  }
  return { x: Math.round(x), y: Math.round(y) };
}

function lanesOf(model: GraphModel, boxes: ReadonlyMap<string, Box>): LaneBox[] {
  const byLane = Map.groupBy(model.nodes, ({ lane }) => lane);
  return [...byLane].flatMap(([lane, nodes]): LaneBox[] => {
    const inside = nodes.flatMap(({ id }) => boxes.get(id) ?? []);
    if (lane === 'flow' || inside.length === 0) return [];
    const { x, y, width, height } = around(inside);
    const top = y + GROUP_TITLE + GROUP_PADDING / 2 - LANE_TITLE - LANE_PADDING;
    return [{ lane, x, y: top, width, height: y + height - top }];
  });
}
