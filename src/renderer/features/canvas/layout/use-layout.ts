import { useEffect, useMemo, useState } from 'react';
import type { GraphModel } from '../../../shared/graph/model.ts';
import type { GraphLayout } from './geometry.ts';
import { keepLayout, keptLayout } from './kept-layout.ts';

/** A graph together with the layout that was made for its shape. */
export interface LaidOut {
  /** Which flow or run it is of. */
  readonly of: string;
  readonly model: GraphModel;
  readonly layout: GraphLayout;
}

const KNOWN = 30;
const layouts = new Map<string, GraphLayout>();

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
    if (model === undefined) return;
    let isCurrent = true;
    void layoutOf(model).then((layout) => {
      if (!isCurrent) return;
      setMade({ of, model, layout });
      keepLayout({ shape: model.shape, layout });
    });
    return () => {
      isCurrent = false;
    };
  }, [of, model]);
  return model === undefined ? undefined : (ready ?? made);
}

async function layoutOf(model: GraphModel): Promise<GraphLayout> {
  const { shape } = model;
  const known = layouts.get(shape);
  if (known !== undefined) return known;
  const kept = await keptLayout;
  const layout = kept?.shape === shape ? kept.layout : await (await import('./elk.ts')).layoutGraph(model);
  layouts.set(shape, layout);
  for (const old of [...layouts.keys()].slice(0, -KNOWN)) layouts.delete(old);
  return layout;
}
