import type { GraphModel } from '../../shared/graph/model.ts';

/** The steps of the circle that a connection would close, from its source around; undefined when it closes none. */
export function cycleWith(model: GraphModel, source: string, target: string): readonly string[] | undefined {
  if (source === target) return [source, source];
  const targetsOf = new Map<string, string[]>();
  for (const edge of model.edges) {
    if (edge.kind !== 'need') continue;
    const known = targetsOf.get(edge.source);
    if (known === undefined) targetsOf.set(edge.source, [edge.target]);
    else known.push(edge.target);
  }
  const from = new Map<string, string | undefined>([[target, undefined]]);
  const queue = [target];
  for (const id of queue) {
    if (id === source) return [source, ...backTo(from, source).toReversed()];
    for (const next of targetsOf.get(id) ?? []) {
      if (from.has(next)) continue;
      from.set(next, id);
      queue.push(next);
    }
  }
  return undefined;
}

function backTo(from: ReadonlyMap<string, string | undefined>, last: string): string[] {
  const way: string[] = [];
  for (let at: string | undefined = last; at !== undefined; at = from.get(at)) way.push(at);
  return way;
}

/** Why two steps cannot be connected, in words; undefined when they can. */
export function connectionRefusal(model: GraphModel, source: string, target: string): string | undefined {
  const [from, to] = [model.byId.get(source), model.byId.get(target)];
  if (from === undefined || to === undefined) return 'There is no such step';
  if (from.parent !== to.parent) return 'Only steps of the same group can need each other';
  if (from.lane !== to.lane) return 'Steps of the flow and of its handlers cannot need each other';
  const cycle = cycleWith(model, source, target);
  if (cycle !== undefined)
    return `This would be a cycle: ${cycle.map((id) => model.byId.get(id)?.name ?? id).join(' → ')}`;
  if (model.edges.some((edge) => edge.kind === 'need' && edge.source === source && edge.target === target)) {
    return `${to.name} needs ${from.name} already`;
  }
  return undefined;
}
