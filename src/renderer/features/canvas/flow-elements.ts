import { type Edge, type Node, Position } from '@xyflow/react';
import type { GraphEdge, GraphNode } from '../../shared/graph/model.ts';
import type { Box, LaneBox, Point } from './layout/geometry.ts';
import type { LaidOut } from './layout/use-layout.ts';

export type StepNodeType = Node<{ readonly node: GraphNode }, 'step'>;
export type GroupNodeType = Node<{ readonly node: GraphNode }, 'container'>;
export type LaneNodeType = Node<{ readonly lane: string }, 'lane'>;
export type CanvasNode = StepNodeType | GroupNodeType | LaneNodeType;
export type FlowEdgeType = Edge<{ readonly edge: GraphEdge; readonly route: readonly Point[] }, 'flow'>;

/** What React Flow shows. Sizes are given, so that it measures nothing and the first paint has everything. */
export function flowElements({ model, layout }: LaidOut): { nodes: CanvasNode[]; edges: FlowEdgeType[] } {
  const nodes: CanvasNode[] = layout.lanes.map(laneNode);
  for (const node of model.nodes) {
    const box = layout.boxes.get(node.id);
    if (box === undefined) continue;
    const isOpenGroup = node.isGroup && model.nodes.some((other) => other.parent === node.id);
    if (isOpenGroup) nodes.push({ id: node.id, type: 'container', data: { node }, ...placed(box) });
    else nodes.push({ id: node.id, type: 'step', data: { node }, ...placed(box), style: { pointerEvents: 'all' } });
  }
  const edges = model.edges.flatMap((edge): FlowEdgeType[] => {
    const route = layout.routes.get(edge.id);
    if (route === undefined) return [];
    return [{ id: edge.id, type: 'flow', source: edge.source, target: edge.target, data: { edge, route } }];
  });
  return { nodes, edges };
}

const laneNode = (band: LaneBox): LaneNodeType => ({
  id: `lane:${band.lane}`,
  type: 'lane',
  data: { lane: band.lane },
  ...placed(band),
});

const placed = ({ x, y, width, height }: Box) => ({
  position: { x, y },
  width,
  height,
  measured: { width, height },
  handles: [
    { type: 'target' as const, position: Position.Left, x: 0, y: height / 2, width: 1, height: 1 },
    { type: 'source' as const, position: Position.Right, x: width, y: height / 2, width: 1, height: 1 },
  ],
});
