import type { Flow } from '../../../core/flow/flow.ts';
import { compileFlow } from '../../../core/run/compile.ts';
import { graphOfPlan } from '../../shared/graph/model.ts';

export interface MiniBox {
  readonly id: string;
  readonly column: number;
  readonly row: number;
}

export interface MiniGraph {
  readonly boxes: readonly MiniBox[];
  readonly lines: readonly { readonly from: MiniBox; readonly to: MiniBox }[];
  readonly columns: number;
  readonly rows: number;
}

/** The shape of a flow: its steps at the top, each in the column behind all that it waits for. */
export function miniGraph(flow: Flow): MiniGraph {
  const { nodes, edges } = graphOfPlan(compileFlow(flow, { lines: {} }));
  const top = nodes.filter(({ parent, lane }) => parent === undefined && lane === 'flow');
  const needs = new Map(
    top.map(({ id }) => [id, edges.filter(({ target }) => target === id).map(({ source }) => source)]),
  );
  const columns = new Map<string, number>();
  const columnOf = (id: string): number => {
    const known = columns.get(id);
    if (known !== undefined) return known;
    const before = (needs.get(id) ?? []).map(columnOf);
    const column = before.length === 0 ? 0 : Math.max(...before) + 1;
    columns.set(id, column);
    return column;
  };
  const filled = new Map<number, number>();
  const boxes = top.map(({ id }): MiniBox => {
    const column = columnOf(id);
    const row = filled.get(column) ?? 0;
    filled.set(column, row + 1);
    return { id, column, row };
  });
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const lines = edges.flatMap(({ source, target }) => {
    const [from, to] = [byId.get(source), byId.get(target)];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
  return { boxes, lines, columns: Math.max(1, filled.size), rows: Math.max(1, ...filled.values()) };
}
