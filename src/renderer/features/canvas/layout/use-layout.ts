import { useEffect, useState } from 'react';
import type { GraphModel } from '../../../shared/graph/model.ts';
import { layoutGraph } from './elk.ts';
import type { GraphLayout } from './geometry.ts';

const KEPT = 30;
const layouts = new Map<string, GraphLayout>();

/** A graph together with the layout that was made for its shape. */
export interface LaidOut {
  readonly model: GraphModel;
  readonly layout: GraphLayout;
}

/**
 * The graph laid out. While a new shape is being worked on, the former graph stays, so that nothing is drawn at wrong places.
 */
export function useLayoutOf(model: GraphModel | undefined): LaidOut | undefined {
  const [made, setMade] = useState<LaidOut>();
  const known = model && layouts.get(model.shape);
  useEffect(() => {
    if (model === undefined || layouts.has(model.shape)) return;
    let isCurrent = true;
    void layoutGraph(model).then((layout) => {
      layouts.set(model.shape, layout);
      for (const shape of [...layouts.keys()].slice(0, -KEPT)) layouts.delete(shape);
      if (isCurrent) setMade({ model, layout });
    });
    return () => {
      isCurrent = false;
    };
  }, [model]);
  if (model === undefined) return undefined;
  return known === undefined ? made : { model, layout: known };
}
