import type { Box, GraphLayout } from './geometry.ts';

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 32;
/** The tools of the canvas lie at the bottom. */
const TOOLS = 32;
/** What the list of step types covers. */
export const PALETTE_WIDTH = 184;
/** Names are readable down to here. */
const READABLE_ZOOM = 0.45;
const LEAST_ZOOM = 0.1;

/** Around everything that a layout holds. */
export function boundsOf({ boxes, lanes }: GraphLayout): Box {
  const all = [...boxes.values(), ...lanes];
  if (all.length === 0) return { x: 0, y: 0, width: 1, height: 1 };
  const x = Math.min(...all.map((box) => box.x));
  const y = Math.min(...all.map((box) => box.y));
  const right = Math.max(...all.map((box) => box.x + box.width));
  const bottom = Math.max(...all.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/**
 * The view of a graph in a window of that size: as a whole and centered, never larger than life. `readable` opens a graph that is
 * too large for that at its beginning instead, at a size at which names can be read. `covered` is what lies over the left side.
 */
export function fitted(bounds: Box, window: Size, how: 'whole' | 'readable', covered = 0): Viewport {
  if (covered > 0 && window.width > 2 * covered) {
    const beside = fitted(bounds, { ...window, width: window.width - covered }, how);
    return { ...beside, x: beside.x + covered };
  }
  const room = {
    width: Math.max(1, window.width - 2 * MARGIN),
    height: Math.max(1, window.height - TOOLS - 2 * MARGIN),
  };
  const whole = Math.min(1, room.width / bounds.width, room.height / bounds.height);
  const zoom = Math.max(LEAST_ZOOM, how === 'readable' ? Math.max(whole, READABLE_ZOOM) : whole);
  const place = (start: number, length: number, available: number) =>
    length * zoom <= available - 2 * MARGIN ? (available - length * zoom) / 2 - start * zoom : MARGIN - start * zoom;
  return {
    x: place(bounds.x, bounds.width, window.width),
    y: place(bounds.y, bounds.height, window.height - TOOLS),
    zoom,
  };
}
