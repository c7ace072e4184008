import { type KeyboardEvent, useMemo } from 'react';
import { seek, stepEvents, togglePlay } from '../../shared/stores/replay.ts';
import { runHistory } from '../../shared/stores/run.ts';
import { eventDensity } from './density.ts';
import styles from './replay.module.css';

interface ScrubberProps {
  readonly at: number;
  readonly range: { readonly from: number; readonly to: number };
  /** Where it stands, for screen readers. */
  readonly text: string;
}

const PARTS = 160;
const PAGE_EVENTS = 10;

/** A slider over the whole run with the busy stretches marked. The mouse chooses any instant; arrow keys go from event to event. */
export function Scrubber({ at, range, text }: ScrubberProps) {
  const history = runHistory();
  const length = history?.length ?? 0;
  const { from, to } = range;
  const density = useMemo(
    () => (history === undefined ? [] : eventDensity(history.timeOf, length, { from, to }, PARTS)),
    [history, length, from, to],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = KEYS[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act(range);
  };
  return (
    <div className={styles.scrubber}>
      <svg className={styles.density} viewBox={`0 0 ${PARTS} 1`} preserveAspectRatio="none" aria-hidden="true">
        <path
          d={density
            .map((share, part) => (share === 0 ? '' : `M${part} 1v${-heightOf(share)}h1v${heightOf(share)}z`))
            .join('')}
        />
      </svg>
      <input
        type="range"
        aria-label="Instant of the run"
        aria-valuetext={text}
        min={from}
        max={to}
        step={1}
        value={Math.round(at)}
        style={{ '--share': `${((at - from) / Math.max(1, to - from)) * 100}%` } as React.CSSProperties}
        onChange={(event) => seek(Number(event.target.value))}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

/** A single event can be seen beside a burst of thousands. */
const heightOf = (share: number): number => 0.2 + 0.8 * Math.sqrt(share);

const KEYS: Readonly<Record<string, (range: ScrubberProps['range']) => void>> = {
  ArrowLeft: () => stepEvents(-1),
  ArrowRight: () => stepEvents(1),
  ArrowDown: () => stepEvents(-1),
  ArrowUp: () => stepEvents(1),
  PageDown: () => stepEvents(-PAGE_EVENTS),
  PageUp: () => stepEvents(PAGE_EVENTS),
  Home: ({ from }) => seek(from),
  End: ({ to }) => seek(to),
  ' ': togglePlay,
};
