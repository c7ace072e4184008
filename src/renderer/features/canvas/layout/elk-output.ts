import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Box, GraphLayout, LaneBox, Point } from './geometry.ts';

export interface LaidOutLane {
  readonly lane: string;
  readonly root: ElkNode;
}

const LANE_GAP = 48;
const LANE_PADDING = 16;
const LANE_TITLE = 24;

/** Stacks the lanes (the flow first, its handlers below) and turns ELK's nested coordinates into those of the canvas. */
export function graphLayout(lanes: readonly LaidOutLane[]): GraphLayout {
  const boxes = new Map<string, Box>();
  const routes = new Map<string, readonly Point[]>();
  const bands: LaneBox[] = [];
  let top = 0;
  for (const { lane, root } of lanes) {
    const isFlow = lane === 'flow';
    const origin = isFlow ? { x: 0, y: top } : { x: LANE_PADDING, y: top + LANE_TITLE + LANE_PADDING };
    collect(root, origin, boxes, routes);
    const width = root.width ?? 0;
    const height = root.height ?? 0;
    if (isFlow) {
      top += height + LANE_GAP;
      continue;
    }
    const band = { x: 0, y: top, width: width + 2 * LANE_PADDING, height: height + LANE_TITLE + 2 * LANE_PADDING };
    bands.push({ lane, ...band });
    top += band.height + LANE_GAP / 2;
  }
  return { boxes, routes, lanes: bands };
}

/** Children and edges of a node are placed relative to that node. */
function collect(node: ElkNode, origin: Point, boxes: Map<string, Box>, routes: Map<string, readonly Point[]>): void {
  for (const edge of node.edges ?? []) {
    const section = edge.sections?.[0];
    if (section === undefined) continue;
    const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
    routes.set(
      edge.id,
      points.map(({ x, y }) => ({ x: x + origin.x, y: y + origin.y })),
    );
  }
  for (const child of node.children ?? []) {
    const at = { x: origin.x + (child.x ?? 0), y: origin.y + (child.y ?? 0) };
    boxes.set(child.id, { ...at, width: child.width ?? 0, height: child.height ?? 0 });
    collect(child, at, boxes, routes);
  }
}
