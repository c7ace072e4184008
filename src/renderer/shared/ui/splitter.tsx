import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './splitter.module.css';

interface SplitterProps {
  /** What it resizes, for its name: `Resize the side list`. */
  readonly label: string;
  /** The edge of that panel on which the divider lies. */
  readonly edge: 'left' | 'right' | 'top';
  readonly size: number;
  readonly min: number;
  readonly max: number;
  /** Where the panel grows to; away from the divider's edge unless said otherwise. */
  readonly grows?: 'left' | 'right' | 'top';
  readonly onResize: (size: number) => void;
  readonly onCollapse: () => void;
}

const STEP = 16;

/** A divider: drag it, move it with the arrow keys, collapse the panel with Enter or a double click. */
export function Splitter({ label, edge, size, min, max, grows: towards = edge, onResize, onCollapse }: SplitterProps) {
  const isHorizontal = edge === 'top';
  const grows = towards === 'right' ? 1 : -1;
  const resize = (next: number) => onResize(Math.round(Math.max(min, Math.min(max, next))));

  const startDrag = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    const handle = event.currentTarget;
    const from = isHorizontal ? event.clientY : event.clientX;
    const move = (moved: globalThis.PointerEvent) =>
      resize(size + grows * ((isHorizontal ? moved.clientY : moved.clientX) - from));
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), {
      once: true,
    });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const directions: Readonly<Record<string, number>> = isHorizontal
      ? { ArrowUp: -1, ArrowDown: 1 }
      : { ArrowLeft: -1, ArrowRight: 1 };
    const direction = directions[event.key];
    if (event.key === 'Enter') onCollapse();
    else if (direction !== undefined) resize(size + grows * direction * STEP);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a divider that takes focus and moves is no <hr>
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={isHorizontal ? 'horizontal' : 'vertical'}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      className={styles.splitter}
      data-edge={edge}
      onPointerDown={startDrag}
      onDoubleClick={onCollapse}
      onKeyDown={onKeyDown}
    />
  );
}
