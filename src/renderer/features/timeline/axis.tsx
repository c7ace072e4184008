import { formatAxisTime } from '../../shared/format/duration.ts';
import styles from './timeline.module.css';
import { axisTicks, type TimeView, timeToX } from './view.ts';

interface AxisProps {
  readonly view: TimeView;
  readonly width: number;
}

export function Axis({ view, width }: AxisProps) {
  const { step, at } = axisTicks(view, width);
  return (
    <div className={styles.axis} style={{ width }} aria-hidden="true">
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
