import type { Plan, PlanStep } from '../run/plan.ts';

export type GraphFormat = 'mermaid' | 'dot' | 'json';

interface ExportNode {
  readonly id: string;
  readonly name: string;
  readonly executor: string;
  readonly needs: readonly string[];
  readonly auxiliary: boolean;
}

/** The graph of a flow in a notation that others draw. Steps of groups are written with the group's prefix. */
export function exportGraph(plan: Plan, format: GraphFormat): string {
  const nodes = nodesOf(plan.steps, '');
  switch (format) {
    case 'json':
      return JSON.stringify({ name: plan.name, nodes }, null, 2);
    case 'dot':
      return toDot(plan.name, nodes);
    case 'mermaid':
      return toMermaid(nodes);
  }
}

function nodesOf(steps: readonly PlanStep[], prefix: string): ExportNode[] {
  return steps.flatMap((step) => {
    const body = step.nodes.find((node) => node.kind === 'body');
    const executor = body?.kind === 'body' ? body.executor : 'noop';
    const inner = body?.kind === 'body' && body.steps !== undefined ? nodesOf(body.steps, `${prefix}${step.id}/`) : [];
    const needs = step.after.map((id) => prefix + id);
    return [{ id: prefix + step.id, name: step.name, executor, needs, auxiliary: step.auxiliary }, ...inner];
  });
}

/** Ids of any characters become `n0`, `n1`, ..; what people read stands in quotes. */
function toMermaid(nodes: readonly ExportNode[]): string {
  const short = shortIds(nodes);
  const lines = nodes.map(({ id, name }) => `  ${short.get(id)}["${name.replace(/"/g, '#quot;')}"]`);
  const edges = nodes.flatMap(({ id, needs }) => needs.flatMap((need) => edge(short.get(need), short.get(id), '-->')));
  return ['flowchart LR', ...lines, ...edges, ''].join('\n');
}

function toDot(name: string, nodes: readonly ExportNode[]): string {
  const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;
  const lines = nodes.map(({ id, name: label }) => `  ${quoted(id)} [label=${quoted(label)}];`);
  const edges = nodes.flatMap(({ id, needs }) => needs.map((need) => `  ${quoted(need)} -> ${quoted(id)};`));
  return [`digraph ${quoted(name)} {`, '  rankdir=LR;', '  node [shape=box];', ...lines, ...edges, '}', ''].join('\n');
}

const shortIds = (nodes: readonly ExportNode[]): ReadonlyMap<string, string> =>
  new Map(nodes.map(({ id }, index) => [id, `n${index}`]));

const edge = (from: string | undefined, to: string | undefined, arrow: string): string[] =>
  from === undefined || to === undefined ? [] : [`  ${from} ${arrow} ${to}`];
