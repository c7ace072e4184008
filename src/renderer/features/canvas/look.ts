import { useLayout } from '../../shared/stores/layout.ts';
import { boundsOf, fitted, PALETTE_WIDTH } from './layout/fitted.ts';
import type { Box } from './layout/geometry.ts';
import { useView } from './view.ts';

export const coveredByPalette = (): number => (useLayout.getState().stepPalette ? PALETTE_WIDTH : 0);

const MOVE = { duration: 150 };

/** Brings a step into the middle of what is seen, at a size at which it can be read. */
export function lookAtStep(id: string): void {
  const { laidOut, flow } = useView.getState();
  const box = laidOut?.layout.boxes.get(id);
  if (box === undefined || flow === null) return;
  const zoom = Math.max(flow.getZoom(), 0.6);
  void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom, ...MOVE });
}

/** Shows these steps as large as they fit; without any, the whole graph. */
export function lookAtSteps(ids: readonly string[]): void {
  const { laidOut, flow, element } = useView.getState();
  if (laidOut === null || flow === null || element === null) return;
  const boxes = new Map(
    ids.flatMap((id): [string, Box][] => {
      const box = laidOut.layout.boxes.get(id);
      return box === undefined ? [] : [[id, box]];
    }),
  );
  const bounds = boundsOf(boxes.size === 0 ? laidOut.layout : { boxes, routes: new Map(), lanes: [] });
  const size = { width: element.clientWidth, height: element.clientHeight };
  void flow.setViewport(fitted(bounds, size, 'whole', coveredByPalette()), MOVE);
}
