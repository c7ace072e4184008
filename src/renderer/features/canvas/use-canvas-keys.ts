import { useReactFlow } from '@xyflow/react';
import type { KeyboardEvent } from 'react';
import { changeLayout } from '../../shared/stores/layout.ts';
import { selectStep } from '../../shared/stores/selection.ts';
import type { LaidOut } from './layout/use-layout.ts';
import { type Direction, entryStep, neighbour } from './neighbour.ts';

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const MOVE = { duration: 150 };
const MARGIN = 24;

/** Keys while the focus is in the graph: arrows go along edges, Enter opens the output. All others are commands. */
export function useCanvasKeys(laidOut: LaidOut, selected: string | null) {
  const { model, layout } = laidOut;
  const flow = useReactFlow();

  const go = (id: string | undefined, container: HTMLElement) => {
    const box = id === undefined ? undefined : layout.boxes.get(id);
    if (id === undefined || box === undefined) return;
    selectStep(id);
    container.querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
    const at = flow.flowToScreenPosition({ x: box.x, y: box.y });
    const zoom = flow.getZoom();
    const view = container.getBoundingClientRect();
    const isInView =
      at.x >= view.left + MARGIN &&
      at.y >= view.top + MARGIN &&
      at.x + box.width * zoom <= view.right - MARGIN &&
      at.y + box.height * zoom <= view.bottom - MARGIN;
    if (!isInView) void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom, ...MOVE });
  };

  return (event: KeyboardEvent<HTMLElement>) => {
    const direction = ARROWS[event.key];
    const hasMod = event.ctrlKey || event.metaKey;
    if (direction !== undefined && !hasMod) {
      go(
        selected === null ? entryStep(model, layout) : neighbour(model, layout, selected, direction),
        event.currentTarget,
      );
    } else if (event.key === 'Enter' && !hasMod && selected !== null && isStep(event.target)) {
      changeLayout({ bottomTab: 'terminal', bottomOpen: true });
    } else if (event.key === 'Escape') selectStep(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

const isStep = (target: EventTarget): boolean => target instanceof HTMLElement && target.dataset.step !== undefined;
