import { useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useLayoutEffect, useRef } from 'react';
import { boundsOf, fitted, type Viewport } from './layout/fitted.ts';
import type { LaidOut } from './layout/use-layout.ts';

/** Brings another flow or run into view; an edit of the same one leaves the view where the person put it. */
export function FitOnNewGraph({ laidOut }: { readonly laidOut: LaidOut }) {
  const { setViewport } = useReactFlow();
  const hasSize = useStore(({ width, height }) => width > 0 && height > 0);
  const store = useStoreApi();
  const shown = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (!hasSize || laidOut.of === '' || shown.current === laidOut.of) return;
    shown.current = laidOut.of;
    const { width, height } = store.getState();
    void setViewport(fitted(boundsOf(laidOut.layout), { width, height }, 'readable'));
  }, [laidOut, hasSize, setViewport, store]);
  return null;
}

const MOVE = { duration: 150 };

/** Shows the graph as a whole, however small that makes it. */
export function useFit(laidOut: LaidOut): () => void {
  const { setViewport } = useReactFlow();
  const store = useStoreApi();
  return () => {
    const { width, height } = store.getState();
    const viewport: Viewport = fitted(boundsOf(laidOut.layout), { width, height }, 'whole');
    void setViewport(viewport, MOVE);
  };
}
