import { type Edge, type Node, Position } from '@xyflow/react';
import type { GraphEdge, GraphNode } from '../../shared/graph/model.ts';
import type { Note } from './arrangement/arrangement-codec.ts';
import type { Box, LaneBox, Point } from './layout/geometry.ts';
import type { LaidOut } from './layout/use-layout.ts';

export type StepNodeType = Node<{ readonly node: GraphNode }, 'step'>;
export type GroupNodeType = Node<{ readonly node: GraphNode }, 'container'>;
export type LaneNodeType = Node<{ readonly lane: string }, 'lane'>;
export type NoteNodeType = Node<{ readonly note: Note }, 'note'>;
export type CanvasNode = StepNodeType | GroupNodeType | LaneNodeType | NoteNodeType;
export type FlowEdgeType = Edge<{ readonly edge: GraphEdge; readonly route: readonly Point[] }, 'flow'>;

const NOTE_WIDTH = 200;
const NOTE_PREFIX = 'note:';
export const noteIdOf = (nodeId: string): string | undefined =>
  nodeId.startsWith(NOTE_PREFIX) ? nodeId.slice(NOTE_PREFIX.length) : undefined;

/** What React Flow shows. Sizes are given, so that it measures nothing and the first paint has everything. */
export function flowElements(
  { model, layout }: LaidOut,
  notes: readonly Note[] = [],
): { nodes: CanvasNode[]; edges: FlowEdgeType[] } {
  const nodes: CanvasNode[] = layout.lanes.map(laneNode);
  const parents = new Set(model.nodes.flatMap(({ parent }) => parent ?? []));
  for (const node of model.nodes) {
    const box = layout.boxes.get(node.id);
    if (box === undefined) continue;
    // Steps of a group lie relative to it, so that they go along when it is dragged.
    const around = node.parent === undefined ? undefined : layout.boxes.get(node.parent);
    const within = around === undefined || node.parent === undefined ? {} : { parentId: node.parent };
    const place = placed(around === undefined ? box : { ...box, x: box.x - around.x, y: box.y - around.y });
    if (node.isGroup && parents.has(node.id)) {
      nodes.push({ id: node.id, type: 'container', data: { node }, ...within, ...place });
    } else {
      nodes.push({ id: node.id, type: 'step', data: { node }, ...within, ...place, style: { pointerEvents: 'all' } });
    }
  }
  for (const note of notes) {
    const id = NOTE_PREFIX + note.id;
    nodes.push({ id, type: 'note', data: { note }, position: { x: note.x, y: note.y }, width: NOTE_WIDTH });
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
  draggable: false,
  selectable: false,
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
