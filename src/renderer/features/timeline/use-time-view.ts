import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { followHead, panView, type TimeView, wholeRun, xToTime, zoomView } from './view.ts';

interface Options {
  readonly elapsed: number;
  readonly isLive: boolean;
  /** Now, or the instant of a replay, since the run began; undefined when nothing moves. */
  readonly head: number | undefined;
  /** Where time begins on screen, from the left edge of the timeline, and how wide it is. */
  readonly left: number;
  readonly width: number;
  readonly scroller: RefObject<HTMLDivElement | null>;
}

const ZOOM_KEY = 1.4;
const PAN_KEY = 0.15;
const DRAG_FROM_PX = 4;

/**
 * What part of the time is on screen. It is the whole run, growing with a live one, until somebody zooms: with the wheel and
 * Ctrl (without it where there is nothing to scroll), `+` and `-`; it moves with Shift and the wheel, by dragging, with arrow keys.
 * A part of a run that goes on follows it, until somebody moves away.
 */
export function useTimeView({ elapsed, isLive, head, left, width, scroller }: Options) {
  const [chosen, setChosen] = useState<TimeView | null>(null);
  const [isFollowing, setFollowing] = useState(true);
  const whole = wholeRun(elapsed, isLive);
  const view = chosen === null ? whole : isFollowing && head !== undefined ? followHead(chosen, head) : chosen;
  const latest = useRef({ view, whole, left, width, head });
  latest.current = { view, whole, left, width, head };

  const show = (next: TimeView) => {
    const { whole: all } = latest.current;
    setChosen(next.to - next.from >= (all.to - all.from) * 0.999 ? null : next);
  };
  const zoom = (factor: number, x = latest.current.width / 2) => {
    const now = latest.current;
    show(zoomView(now.view, factor, xToTime(now.view, now.width, x), now.whole));
  };
  const move = (next: TimeView) => {
    setFollowing(false);
    show(next);
  };
  const pan = (share: number) => {
    const now = latest.current;
    move(panView(now.view, share * (now.view.to - now.view.from), now.whole));
  };
  const follow = () => setFollowing(true);
  const showWhole = () => {
    setChosen(null);
    setFollowing(true);
  };

  const actions = useRef({ zoom, pan });
  actions.current = { zoom, pan };
  useEffect(() => {
    const element = scroller.current?.parentElement;
    if (element == null) return;
    const onWheel = (event: WheelEvent) => {
      const scrolls = scroller.current;
      const hasMore = scrolls !== null && scrolls.scrollHeight > scrolls.clientHeight + 1;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.ctrlKey || event.metaKey || (!hasMore && !event.shiftKey && event.deltaX === 0)) {
        const x = event.clientX - element.getBoundingClientRect().left - latest.current.left;
        actions.current.zoom(Math.exp(event.deltaY * 0.002), x);
      } else if (sideways !== 0) actions.current.pan(sideways / latest.current.width);
      else return;
      event.preventDefault();
    };
    // React listens to wheels passively; this one must keep the window from zooming.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [scroller]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') zoom(1 / ZOOM_KEY);
    else if (event.key === '-') zoom(ZOOM_KEY);
    else if (event.key === 'ArrowLeft') pan(-PAN_KEY);
    else if (event.key === 'ArrowRight') pan(PAN_KEY);
    else if (event.key === 'g') follow();
    else if (event.key === 'f') showWhole();
    else return;
    event.preventDefault();
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const element = event.currentTarget;
    const from = event.clientX;
    const start = latest.current.view;
    if (event.defaultPrevented || event.button !== 0) return;
    if (from < element.getBoundingClientRect().left + latest.current.left) return;
    let isDrag = false;
    const drag = (moved: globalThis.PointerEvent) => {
      isDrag ||= Math.abs(moved.clientX - from) > DRAG_FROM_PX;
      if (!isDrag) return;
      element.setPointerCapture(event.pointerId);
      const now = latest.current;
      move(panView(start, ((from - moved.clientX) / now.width) * (start.to - start.from), now.whole));
    };
    element.addEventListener('pointermove', drag);
    const end = () => element.removeEventListener('pointermove', drag);
    element.addEventListener('pointerup', end, { once: true });
    element.addEventListener('pointercancel', end, { once: true });
  };

  return {
    view,
    isWhole: chosen === null,
    isFollowing: isFollowing || head === undefined,
    showWhole,
    follow,
    handlers: { onKeyDown, onPointerDown },
  };
}
