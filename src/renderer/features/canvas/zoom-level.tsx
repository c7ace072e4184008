import { useStore } from '@xyflow/react';
import { useLayoutEffect } from 'react';

export type Zoom = 'far' | 'rest' | 'near';

const levelOf = (zoom: number): Zoom => (zoom < 0.5 ? 'far' : zoom >= 1.35 ? 'near' : 'rest');

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
