import { useEffect, useMemo, useState } from 'react';
import type { GraphModel } from '../../../shared/graph/model.ts';
import { useArrangement } from '../arrangement/arrangement.ts';
import type { GraphLayout, Point } from './geometry.ts';
import { keepLayout, keptLayout } from './kept-layout.ts';
import { placedLayout } from './placed-layout.ts';
import { visibleModel } from './visible-model.ts';

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
export function useLayoutOf(of: string, whole: GraphModel | undefined): LaidOut | undefined {
  const { places, collapsed } = useArrangement();
  const model = useMemo(() => whole && visibleModel(whole, collapsed), [whole, collapsed]);
  const placed = usePlaced(of, model, places);
  const free = useEngine(of, placed === undefined ? model : undefined);
  return placed ?? free;
}

/** The graph as a person arranged it; undefined when nobody did. */
function usePlaced(of: string, model: GraphModel | undefined, places: ReadonlyMap<string, Point>): LaidOut | undefined {
  return useMemo(() => {
    if (model === undefined || places.size === 0) return undefined;
    return { of, model, layout: placedLayout(model, places, lastMade) };
  }, [of, model, places]);
}

/** What the layout engine made last: its routes are better than those that are made for a moved step. */
let lastMade: GraphLayout | undefined;

function useEngine(of: string, model: GraphModel | undefined): LaidOut | undefined {
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
      lastMade = layout;
      setMade({ of, model, layout });
      keepLayout({ shape: model.shape, layout });
    });
    return () => {
      isCurrent = false;
    };
  }, [of, model]);
  return model === undefined ? undefined : (ready ?? made);
}

export async function layoutOf(model: GraphModel): Promise<GraphLayout> {
  const { shape } = model;
  const known = layouts.get(shape);
  if (known !== undefined) return known;
  const kept = await keptLayout;
  const layout = kept?.shape === shape ? kept.layout : await (await import('./elk.ts')).layoutGraph(model);
  layouts.set(shape, layout);
  for (const old of [...layouts.keys()].slice(0, -KNOWN)) layouts.delete(old);
  return layout;
}
