import { useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useLayoutEffect, useRef } from 'react';
import { boundsOf, fitted } from './layout/fitted.ts';
import type { LaidOut } from './layout/use-layout.ts';
import { coveredByPalette } from './look.ts';

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
    void setViewport(fitted(boundsOf(laidOut.layout), { width, height }, 'readable', coveredByPalette()));
  }, [laidOut, hasSize, setViewport, store]);
  return null;
}
