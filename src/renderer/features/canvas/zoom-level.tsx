import { useStore } from '@xyflow/react';
import { useLayoutEffect } from 'react';

export type Zoom = 'farthest' | 'far' | 'rest' | 'near';

function levelOf(zoom: number): Zoom {
  if (zoom < 0.36) return 'farthest';
  if (zoom < 0.6) return 'far';
  return zoom < 1.35 ? 'rest' : 'near';
}

export const useZoomLevel = (): Zoom => useStore((state) => levelOf(state.transform[2]));

/** Puts the level where the styles of nodes look for it: far out only colour and name, close the last line printed. */
export function ZoomLevel() {
  const level = useZoomLevel();
  const element = useStore((state) => state.domNode);
  useLayoutEffect(() => {
    if (element !== null) element.dataset.zoom = level;
  }, [level, element]);
  return null;
}
