/** Edges by index: `edges[i]` are the nodes that node `i` points to. */
type Edges = readonly (readonly number[])[];

/**
 * One shortest cycle of every strongly connected component among the nodes that `within` keeps, each beginning with its lowest
 * node, in order of that node. Tarjan's algorithm with its own stack: a chain of 10,000 must not exhaust the call stack.
 */
export function findCycles(edges: Edges, within: (node: number) => boolean): number[][] {
  const cycles: number[][] = [];
  for (const component of components(edges, within)) {
    const members = new Set(component);
    const start = Math.min(...component);
    if (component.length > 1 || edges[start]!.includes(start)) cycles.push(shortestCycle(edges, members, start));
  }
  return cycles.sort((a, b) => a[0]! - b[0]!);
}

function components(edges: Edges, within: (node: number) => boolean): number[][] {
  const number = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const onStack = new Set<number>();
  const found: number[][] = [];

  const enter = (node: number) => {
    number.set(node, number.size);
    low.set(node, number.size - 1);
    stack.push(node);
    onStack.add(node);
    return { node, next: 0 };
  };
  const leave = (node: number) => {
    if (low.get(node) !== number.get(node)) return;
    const component: number[] = [];
    let member: number | undefined;
    do {
      member = stack.pop()!;
      onStack.delete(member);
      component.push(member);
    } while (member !== node);
    found.push(component);
  };

  for (let root = 0; root < edges.length; root++) {
    if (!within(root) || number.has(root)) continue;
    const path = [enter(root)];
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const target = edges[frame.node]![frame.next++];
      if (target === undefined) {
        path.pop();
        leave(frame.node);
        const parent = path.at(-1)?.node;
        if (parent !== undefined) low.set(parent, Math.min(low.get(parent)!, low.get(frame.node)!));
      } else if (within(target) && !number.has(target)) path.push(enter(target));
      else if (onStack.has(target)) low.set(frame.node, Math.min(low.get(frame.node)!, number.get(target)!));
    }
  }
  return found;
}

/** Breadth first from `start` back to it. */
function shortestCycle(edges: Edges, members: ReadonlySet<number>, start: number): number[] {
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const node of queue) {
    for (const target of edges[node]!) {
      if (target === start) return wayTo(cameFrom, start, node);
      if (!members.has(target) || cameFrom.has(target)) continue;
      cameFrom.set(target, node);
      queue.push(target);
    }
  }
  return [start];
}

function wayTo(cameFrom: ReadonlyMap<number, number>, start: number, end: number): number[] {
  const way = [end];
  while (way[0] !== start) way.unshift(cameFrom.get(way[0]!)!);
  return way;
}
