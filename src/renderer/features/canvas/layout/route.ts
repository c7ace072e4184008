import { NODE_HEIGHT, type Point } from './geometry.ts';

const RADIUS = 8;

/** An SVG path through the points of an orthogonal route, with rounded corners. */
export function roundedPath(points: readonly Point[]): string {
  const [first] = points;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  for (let i = 1; i < points.length - 1; i++) {
    const [before, corner, after] = [points[i - 1]!, points[i]!, points[i + 1]!];
    const radius = Math.min(RADIUS, distance(before, corner) / 2, distance(corner, after) / 2);
    const from = towards(corner, before, radius);
    const to = towards(corner, after, radius);
    path += `L${from.x} ${from.y}Q${corner.x} ${corner.y} ${to.x} ${to.y}`;
  }
  const last = points.at(-1)!;
  return points.length > 1 ? `${path}L${last.x} ${last.y}` : path;
}

const STUB = 22;

/** A route with corners from the right side of one box to the left side of another; around, where that lies to the left. */
export function directRoute(from: Point, to: Point): readonly Point[] {
  if (Math.abs(from.y - to.y) < 2 && to.x > from.x) return [from, to];
  if (to.x - from.x >= 2 * STUB) {
    const x = from.x + (to.x - from.x) / 2;
    return [from, { x, y: from.y }, { x, y: to.y }, to];
  }
  const isLevel = Math.abs(to.y - from.y) < NODE_HEIGHT + STUB;
  const y = isLevel ? Math.max(from.y, to.y) + NODE_HEIGHT / 2 + STUB : from.y + (to.y - from.y) / 2;
  return [
    from,
    { x: from.x + STUB, y: from.y },
    { x: from.x + STUB, y },
    { x: to.x - STUB, y },
    { x: to.x - STUB, y: to.y },
    to,
  ];
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  if (whole === 0) return from;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}
