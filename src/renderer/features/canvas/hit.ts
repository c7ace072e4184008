import type { GraphEdge, GraphModel } from '../../shared/graph/model.ts';
import type { GraphLayout, Point } from './layout/geometry.ts';

/** The need whose edge passes a point, within a distance on the graph. */
export function edgeAt(model: GraphModel, layout: GraphLayout, point: Point, within: number): GraphEdge | undefined {
  let nearest: GraphEdge | undefined;
  let least = within;
  for (const edge of model.edges) {
    if (edge.kind !== 'need') continue;
    for (const [from, to] of segmentsOf(layout.routes.get(edge.id))) {
      const distance = distanceTo(point, from, to);
      if (distance >= least) continue;
      least = distance;
      nearest = edge;
    }
  }
  return nearest;
}

/** The needs whose edges a stroke crosses. */
export function edgesAcross(model: GraphModel, layout: GraphLayout, stroke: readonly Point[]): GraphEdge[] {
  const cuts = segmentsOf(stroke);
  return model.edges.filter(
    (edge) =>
      edge.kind === 'need' &&
      segmentsOf(layout.routes.get(edge.id)).some(([a, b]) => cuts.some(([c, d]) => doCross(a, b, c, d))),
  );
}

const segmentsOf = (points: readonly Point[] | undefined): [Point, Point][] =>
  (points ?? []).slice(1).map((to, i) => [points![i]!, to]);

function distanceTo(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const at = Math.max(0, Math.min(1, share));
  return Math.hypot(point.x - from.x - at * dx, point.y - from.y - at * dy);
}

/** On which side of a line a point lies, as the sign of a number. */
const side = (a: Point, b: Point, c: Point): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

const doCross = (a: Point, b: Point, c: Point, d: Point): boolean =>
  side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
