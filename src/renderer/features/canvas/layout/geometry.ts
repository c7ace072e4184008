export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where everything of a graph lies, in pixels at 100 %. */
export interface GraphLayout {
  readonly boxes: ReadonlyMap<string, Box>;
  /** Points of each edge from its source to its target, corners in between. */
  readonly routes: ReadonlyMap<string, readonly Point[]>;
  /** Bands of handlers below the flow. */
  readonly lanes: readonly LaneBox[];
}

export interface LaneBox extends Box {
  readonly lane: string;
}

export const NODE_WIDTH = 220;
export const NODE_HEIGHT = 56;
/** Room for a group's title above its steps, and around them. */
export const GROUP_TITLE = 36;
export const GROUP_PADDING = 16;

/** Steps lie on this grid. */
export const SNAP = 8;
export const snapped = ({ x, y }: Point): Point => ({ x: Math.round(x / SNAP) * SNAP, y: Math.round(y / SNAP) * SNAP });
