import ElkApi, { type ELK, type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { GraphModel, Lane } from '../../../shared/graph/model.ts';
import { elkInput } from './elk-input.ts';
import { graphLayout } from './elk-output.ts';
import type { GraphLayout } from './geometry.ts';

const LANES: readonly Lane[] = ['flow', 'onSuccess', 'onFailure', 'onCancel', 'always'];

/** The engine is large: it is loaded into its worker when the first graph needs it. */
const elk: ELK = new ElkApi({ workerFactory: () => new Worker(workerUrl) });

/** Lays a graph out. Runs in the worker; the same graph gives the same layout. */
export async function layoutGraph(model: GraphModel): Promise<GraphLayout> {
  const used = LANES.filter((lane) => model.nodes.some((node) => node.lane === lane));
  const roots: ElkNode[] = await Promise.all(used.map((lane) => elk.layout(elkInput(model, lane))));
  return graphLayout(used.map((lane, index) => ({ lane, root: roots[index] ?? { id: lane } })));
}
