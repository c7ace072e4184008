import { useEffect, useMemo, useState } from 'react';
import type { GraphModel } from '../../../shared/graph/model.ts';
import { layoutGraph } from './elk.ts';
import type { GraphLayout } from './geometry.ts';

const KEPT = 30;
const layouts = new Map<string, GraphLayout>();

/** A graph together with the layout that was made for its shape. */
export interface LaidOut {
  /** Which flow or run it is of. */
  readonly of: string;
  readonly model: GraphModel;
  readonly layout: GraphLayout;
}

/**
 * The graph laid out. While a new shape is being worked on, the former graph stays, so that nothing is drawn at wrong places.
 */
export function useLayoutOf(of: string, model: GraphModel | undefined): LaidOut | undefined {
  const [made, setMade] = useState<LaidOut>();
  const known = model && layouts.get(model.shape);
  const ready = useMemo(
    () => (model === undefined || known === undefined ? undefined : { of, model, layout: known }),
    [of, model, known],
  );
  useEffect(() => {
    if (model === undefined || layouts.has(model.shape)) return;
    let isCurrent = true;
    void layoutGraph(model).then((layout) => {
      layouts.set(model.shape, layout);
      for (const shape of [...layouts.keys()].slice(0, -KEPT)) layouts.delete(shape);
      if (isCurrent) setMade({ of, model, layout });
    });
    return () => {
      isCurrent = false;
    };
  }, [of, model]);
  return model === undefined ? undefined : (ready ?? made);
}
