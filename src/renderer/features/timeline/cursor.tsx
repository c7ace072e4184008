import { useEffect, useRef } from 'react';
import { formatAxisTime } from '../../shared/format/duration.ts';
import { formatClock } from '../../shared/format/time.ts';
import styles from './timeline.module.css';
import { type TimeView, timeToX, xToTime } from './view.ts';

interface CursorProps {
  readonly view: TimeView;
  readonly width: number;
  readonly left: number;
  /** Milliseconds since the epoch at which the run began. */
  readonly origin: number;
  /** Where a live run is, since its beginning. */
  readonly now: number | undefined;
  /** The instant of a replay, since its beginning. */
  readonly moment: number | undefined;
}

/** A line under the mouse with the exact time there, and one at the present of a live run. Moves without drawing anything anew. */
export function Cursor({ view, width, left, origin, now, moment }: CursorProps) {
  const line = useRef<HTMLDivElement>(null);
  const label = useRef<HTMLDivElement>(null);
  const latest = useRef({ view, width, left, origin });
  latest.current = { view, width, left, origin };

  useEffect(() => {
    const element = line.current;
    const host = element?.parentElement;
    if (element == null || host == null) return;
    const move = (event: PointerEvent) => {
      const at = latest.current;
      const x = event.clientX - host.getBoundingClientRect().left - at.left;
      const isInside = x >= 0 && x <= at.width;
      element.hidden = !isInside;
      if (!isInside) return;
      const time = xToTime(at.view, at.width, x);
      element.style.transform = `translateX(${at.left + x}px)`;
      element.dataset.side = x > at.width / 2 ? 'left' : 'right';
      if (label.current !== null) {
        const instant = at.origin + time;
        label.current.textContent = `${formatAxisTime(time, 1)}   ${formatClock(instant, instant)}`;
      }
    };
    const leave = () => {
      element.hidden = true;
    };
    host.addEventListener('pointermove', move);
    host.addEventListener('pointerleave', leave);
    return () => {
      host.removeEventListener('pointermove', move);
      host.removeEventListener('pointerleave', leave);
    };
  }, []);

  const xOf = (time: number | undefined) => {
    const x = time === undefined ? undefined : timeToX(view, width, time);
    return x !== undefined && x >= 0 && x <= width ? left + x : undefined;
  };
  const nowX = xOf(now);
  const momentX = xOf(moment);
  return (
    <>
      {nowX !== undefined && (
        <div className={styles.now} style={{ transform: `translateX(${nowX}px)` }} aria-hidden="true" />
      )}
      {momentX !== undefined && (
        <div
          className={styles.moment}
          style={{ transform: `translateX(${momentX}px)` }}
          data-testid="timeline-moment"
          aria-hidden="true"
        />
      )}
      <div ref={line} className={styles.cursor} hidden aria-hidden="true">
        <div ref={label} />
      </div>
    </>
  );
}
