import type { GraphModel } from '../../../shared/graph/model.ts';

/** The graph with closed groups as one step each: what is inside of them is left out. */
export function visibleModel(model: GraphModel, collapsed: ReadonlySet<string>): GraphModel {
  if (collapsed.size === 0 || !model.nodes.some(({ id }) => collapsed.has(id))) return model;
  const hidden = new Set<string>();
  // Groups stand before what is in them.
  for (const { id, parent } of model.nodes) {
    if (parent !== undefined && (collapsed.has(parent) || hidden.has(parent))) hidden.add(id);
  }
  const nodes = model.nodes.filter(({ id }) => !hidden.has(id));
  const edges = model.edges.filter(({ source, target }) => !hidden.has(source) && !hidden.has(target));
  return {
    nodes,
    edges,
    byId: new Map(nodes.map((node) => [node.id, node])),
    shape: `${model.shape} without ${[...hidden].join(' ')}`,
  };
}
