import type { GraphModel } from '../../shared/graph/model.ts';
import type { Box, GraphLayout } from './layout/geometry.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * The step to go to with an arrow key: along edges to the left and right (the nearest where there are several), and from one to
 * the next on the screen up and down.
 */
export function neighbour(
  model: GraphModel,
  layout: GraphLayout,
  from: string,
  direction: Direction,
): string | undefined {
  const start = layout.boxes.get(from);
  if (start === undefined) return undefined;
  const candidates =
    direction === 'right'
      ? model.edges.filter((edge) => edge.source === from).map((edge) => edge.target)
      : direction === 'left'
        ? model.edges.filter((edge) => edge.target === from).map((edge) => edge.source)
        : model.nodes.filter((node) => !node.isGroup && node.id !== from).map((node) => node.id);
  return nearest(layout, start, candidates, direction);
}

/** Where the keyboard enters the graph: its topmost step in the first layer. */
export function entryStep(model: GraphModel, layout: GraphLayout): string | undefined {
  const steps = model.nodes.filter((node) => node.lane === 'flow');
  const order = (id: string): number => {
    const box = layout.boxes.get(id);
    return box === undefined ? Number.POSITIVE_INFINITY : box.x * 10_000 + box.y;
  };
  return steps.toSorted((a, b) => order(a.id) - order(b.id))[0]?.id;
}

function nearest(layout: GraphLayout, start: Box, ids: readonly string[], direction: Direction): string | undefined {
  let best: string | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const id of ids) {
    const box = layout.boxes.get(id);
    if (box === undefined) continue;
    const dx = box.x - start.x;
    const dy = box.y + box.height / 2 - (start.y + start.height / 2);
    if ((direction === 'up' && dy >= 0) || (direction === 'down' && dy <= 0)) continue;
    const isVertical = direction === 'up' || direction === 'down';
    const cost = isVertical ? Math.abs(dy) + 3 * Math.abs(dx) : Math.abs(dy) + Math.abs(dx) / 3;
    if (cost < bestCost) {
      bestCost = cost;
      best = id;
    }
  }
  return best;
}
