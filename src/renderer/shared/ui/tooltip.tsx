import { useEffect, useRef, useState } from 'react';
import styles from './tooltip.module.css';

interface Tip {
  readonly text: string;
  readonly keys: string | undefined;
  readonly target: DOMRect;
}

const SHOW_DELAY_MS = 450;
/** Going on to a neighbour shows its tip at once. */
const WARM_MS = 400;
const GAP = 6;

/**
 * Shows `data-tip` (and the shortcut in `data-keys`) of whatever the mouse rests on or the keyboard is at. One layer for the whole
 * window: what carries a tip stays plain markup. Tips only add to names, they never are the only place of something.
 */
export function TooltipLayer() {
  const [tip, setTip] = useState<Tip | null>(null);
  const ref = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shownFor: Element | null = null;
    let hiddenAt = 0;
    let isTabbing = false;

    const hide = () => {
      clearTimeout(timer);
      if (shownFor !== null) hiddenAt = performance.now();
      shownFor = null;
      setTip(null);
    };
    const show = (target: Element) => {
      const { tip: text, keys } = (target as HTMLElement | SVGElement).dataset;
      if (text === undefined || text === '') return;
      shownFor = target;
      setTip({ text, keys, target: target.getBoundingClientRect() });
    };
    const enter = (event: Event) => {
      const target = event.target instanceof Element ? event.target.closest('[data-tip]') : null;
      if (target === shownFor && target !== null) return;
      hide();
      if (target === null) return;
      // Focus that was given back, as by a dialog that closes, asks for no explanation.
      if (event.type === 'focusin' && !(isTabbing && target.matches(':focus-visible'))) return;
      const isWarm = performance.now() - hiddenAt < WARM_MS;
      timer = setTimeout(() => target.isConnected && show(target), isWarm ? 0 : SHOW_DELAY_MS);
    };
    const onKey = (event: KeyboardEvent) => {
      isTabbing = event.key === 'Tab';
      if (!isTabbing) hide();
    };

    const controller = new AbortController();
    const options = { signal: controller.signal, passive: true };
    document.addEventListener('pointerover', enter, options);
    document.addEventListener('focusin', enter, options);
    document.addEventListener('pointerdown', hide, options);
    document.addEventListener('keydown', onKey, options);
    document.addEventListener('wheel', hide, options);
    window.addEventListener('blur', hide, options);
    document.documentElement.addEventListener('pointerleave', hide, options);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, []);

  useEffect(() => {
    const element = ref.current;
    if (element === null || tip === null) return;
    // In the top layer, so that it is seen above an open dialog too.
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    const { left, top } = placeTip(tip.target, { width, height }, { width: innerWidth, height: innerHeight });
    element.style.transform = `translate(${left}px, ${top}px)`;
    return () => element.hidePopover();
  }, [tip]);

  return (
    <div ref={ref} popover="manual" className={styles.tooltip} role="tooltip">
      {tip?.text}
      {tip?.keys && <kbd className={styles.keys}>{tip.keys}</kbd>}
    </div>
  );
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Below its target, above where there is no room, and always inside the window. */
function placeTip(target: DOMRect, tip: Size, window: Size): { left: number; top: number } {
  const below = target.bottom + GAP;
  const top = below + tip.height <= window.height ? below : target.top - GAP - tip.height;
  const centered = target.left + target.width / 2 - tip.width / 2;
  return {
    left: Math.round(Math.max(GAP, Math.min(centered, window.width - tip.width - GAP))),
    top: Math.round(Math.max(GAP, top)),
  };
}
