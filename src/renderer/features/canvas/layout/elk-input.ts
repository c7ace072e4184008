import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { GraphModel, GraphNode, Lane } from '../../../shared/graph/model.ts';
import { GROUP_PADDING, GROUP_TITLE, NODE_HEIGHT, NODE_WIDTH } from './geometry.ts';

/** From here on the exact placement takes longer than a person waits, and a simpler one is hardly worse. */
const LARGE = 40;

/** The graph of one lane as ELK takes it: groups hold their steps, every edge leaves at the right and enters at the left. */
export function elkInput(model: GraphModel, lane: Lane): ElkNode {
  const nodes = model.nodes.filter((node) => node.lane === lane);
  const childrenOf = Map.groupBy(nodes, (node) => node.parent);
  const edgesOf = Map.groupBy(model.edges, (edge) => model.byId.get(edge.target)?.parent);
  const options = layeredOptions(nodes.length > LARGE);

  const elkEdges = (parent: string | undefined): ElkExtendedEdge[] =>
    (edgesOf.get(parent) ?? [])
      .filter((edge) => model.byId.get(edge.target)?.lane === lane)
      .map((edge) => ({ id: edge.id, sources: [`${edge.source}:out`], targets: [`${edge.target}:in`] }));

  const elkNode = (node: GraphNode): ElkNode => {
    const children = childrenOf.get(node.id) ?? [];
    if (!node.isGroup || children.length === 0) {
      return {
        id: node.id,
        width: NODE_WIDTH,
        height: NODE_HEIGHT,
        ports: ports(node.id, NODE_WIDTH, NODE_HEIGHT / 2),
        layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
      };
    }
    return {
      id: node.id,
      children: children.map(elkNode),
      edges: elkEdges(node.id),
      // A group's size is not known before its inside is laid out: ELK puts the ports on its sides.
      ports: ports(node.id),
      layoutOptions: {
        ...options,
        'elk.portConstraints': 'FIXED_SIDE',
        'elk.padding': `[top=${GROUP_TITLE + GROUP_PADDING / 2},left=${GROUP_PADDING},bottom=${GROUP_PADDING},right=${GROUP_PADDING}]`,
      },
    };
  };

  return {
    id: `lane:${lane}`,
    layoutOptions: { ...options, 'elk.padding': '[top=0,left=0,bottom=0,right=0]' },
    children: (childrenOf.get(undefined) ?? []).map(elkNode),
    edges: elkEdges(undefined),
  };
}

function ports(id: string, width?: number, y?: number): NonNullable<ElkNode['ports']> {
  const place = (x: number) => (y === undefined ? {} : { x, y });
  return [
    { id: `${id}:in`, ...place(0), width: 0, height: 0, layoutOptions: { 'elk.port.side': 'WEST' } },
    { id: `${id}:out`, ...place(width ?? 0), width: 0, height: 0, layoutOptions: { 'elk.port.side': 'EAST' } },
  ];
}

/** Left to right in layers, in the file's order where there is a choice, so that an edit moves little. */
const layeredOptions = (isLarge: boolean): Record<string, string> => ({
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.separateConnectedComponents': 'false',
  'elk.spacing.nodeNode': '24',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.edgeEdge': '10',
  'elk.layered.spacing.nodeNodeBetweenLayers': '52',
  'elk.layered.spacing.edgeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
  'elk.layered.mergeEdges': 'true',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': isLarge ? 'LINEAR_SEGMENTS' : 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.layered.thoroughness': isLarge ? '3' : '7',
});
