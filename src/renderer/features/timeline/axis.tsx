import type { PointerEvent } from 'react';
import { formatAxisTime } from '../../shared/format/duration.ts';
import styles from './timeline.module.css';
import { axisTicks, type TimeView, timeToX, xToTime } from './view.ts';

interface AxisProps {
  readonly view: TimeView;
  readonly width: number;
}

interface ScrubbedAxisProps extends AxisProps {
  /** An instant since the run began was pointed at. */
  readonly onScrub: (time: number) => void;
}

/** Times over the bars. Pressing and dragging on it goes to that instant; by keyboard, the slider of the replay does. */
export function Axis({ view, width, onScrub }: ScrubbedAxisProps) {
  const { step, at } = axisTicks(view, width);
  const scrub = (event: PointerEvent<HTMLElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    onScrub(xToTime(view, width, event.clientX - left));
  };
  return (
    <div
      className={styles.axis}
      style={{ width }}
      data-testid="timeline-axis"
      aria-hidden="true"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        scrub(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && scrub(event)}
    >
      {at.map((time) => (
        <span key={time} className={styles.tick} style={{ transform: `translateX(${timeToX(view, width, time)}px)` }}>
          {formatAxisTime(time, step)}
        </span>
      ))}
    </div>
  );
}

interface GridLinesProps extends AxisProps {
  readonly left: number;
  readonly height: number;
}

export function GridLines({ view, width, left, height }: GridLinesProps) {
  const { at } = axisTicks(view, width);
  return (
    <div className={styles.grid} style={{ left, width, height }} aria-hidden="true">
      {at.map((time) => (
        <span key={time} style={{ transform: `translateX(${timeToX(view, width, time)}px)` }} />
      ))}
    </div>
  );
}
