import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useLayoutEffect, useRef } from 'react';
import { useStudio } from '../../shared/stores/studio.ts';

export const FIT = { padding: 0.12, maxZoom: 1 } as const;

/** Brings another flow or run into view as a whole; an edit of the same one leaves the view where the person put it. */
export function FitOnNewGraph({ shape }: { readonly shape: string }) {
  const { fitView } = useReactFlow();
  const store = useStoreApi();
  const open = useStudio((state) => state.pinnedRun ?? state.file);
  const fitted = useRef<{ open: string | null; shape: string } | null>(null);
  useLayoutEffect(() => {
    const before = fitted.current;
    fitted.current = { open, shape };
    if (before?.shape === shape || (before !== null && before.open === open)) return;
    const { width, height } = store.getState();
    if (width > 0 && height > 0) void fitView(FIT);
    else {
      // The first time, React Flow does not know its own size before its observer has reported.
      const unsubscribe = store.subscribe((state) => {
        if (state.width === 0 || state.height === 0) return;
        unsubscribe();
        void fitView(FIT);
      });
      return unsubscribe;
    }
  }, [open, shape, fitView, store]);
  return null;
}
