import type { ReactFlowInstance } from '@xyflow/react';
import { create } from 'zustand';
import type { Point } from './layout/geometry.ts';
import type { LaidOut } from './layout/use-layout.ts';

/** What is on the screen of the canvas: actions that are asked for elsewhere (a menu, the palette) read it from here. */
interface View {
  readonly laidOut: LaidOut | null;
  readonly flow: ReactFlowInstance | null;
  /** The element of the canvas, which the keyboard goes back to. */
  readonly element: HTMLElement | null;
}

export const useView = create<View>(() => ({ laidOut: null, flow: null, element: null }));

/** Where the mouse is, on the screen; null while it is elsewhere. No store: nobody is told of every move. */
let pointer: Point | null = null;
export const setPointer = (at: Point | null): void => {
  pointer = at;
};
export const isPointedAt = (): boolean => pointer !== null;

/** A point on the graph: under the mouse, else in the middle of what is seen. */
export function pointOfInterest(): { readonly screen: Point; readonly graph: Point } {
  const { flow, element } = useView.getState();
  const box = element?.getBoundingClientRect();
  const screen = pointer ?? {
    x: (box?.left ?? 0) + (box?.width ?? 0) / 2,
    y: (box?.top ?? 0) + (box?.height ?? 0) / 3,
  };
  return { screen, graph: flow?.screenToFlowPosition(screen) ?? { x: 0, y: 0 } };
}

export const focusCanvas = (): void => useView.getState().element?.focus({ preventScroll: true });
