import { useReactFlow } from '@xyflow/react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { registerCommands } from '../../shared/commands/registry.ts';
import { CANVAS_COMMANDS } from './actions/canvas-commands.ts';
import type { LaidOut } from './layout/use-layout.ts';
import { setPointer, useView } from './view.ts';

/** Tells actions what is on the screen of the canvas, while it is there. Returns the reference for its element. */
export function useCanvasView(laidOut: LaidOut) {
  const element = useRef<HTMLDivElement>(null);
  const flow = useReactFlow();
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    useView.setState({ laidOut: laidOut.of === '' ? null : laidOut });
    // A step that had the focus may be gone: its keys go on being those of the canvas.
    if (hadFocus.current && document.activeElement === document.body) element.current?.focus({ preventScroll: true });
  }, [laidOut]);
  useEffect(() => {
    const canvas = element.current;
    useView.setState({ flow: flow as never, element: canvas });
    const onMove = ({ clientX, clientY }: PointerEvent) => setPointer({ x: clientX, y: clientY });
    const onLeave = () => setPointer(null);
    // Whatever is pressed on the canvas, its keys are those that count from then on.
    const onDown = ({ target }: PointerEvent) => {
      const isField = target instanceof Element && target.closest('input, textarea, button') !== null;
      if (!isField) canvas?.focus({ preventScroll: true });
    };
    const onFocus = ({ target }: FocusEvent) => {
      hadFocus.current = target instanceof Node && canvas?.contains(target) === true;
    };
    document.addEventListener('focusin', onFocus);
    canvas?.addEventListener('pointermove', onMove, { passive: true });
    canvas?.addEventListener('pointerleave', onLeave);
    canvas?.addEventListener('pointerdown', onDown);
    const forget = registerCommands(CANVAS_COMMANDS);
    return () => {
      forget();
      document.removeEventListener('focusin', onFocus);
      canvas?.removeEventListener('pointermove', onMove);
      canvas?.removeEventListener('pointerleave', onLeave);
      canvas?.removeEventListener('pointerdown', onDown);
      useView.setState({ laidOut: null, flow: null, element: null });
      setPointer(null);
    };
  }, [flow]);
  return element;
}
