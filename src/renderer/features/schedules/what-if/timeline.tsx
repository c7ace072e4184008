import { type KeyboardEvent, memo, type PointerEvent, useRef } from 'react';
import type { Preview } from '../../../../contract/schedules.ts';
import { count } from '../../../shared/format/count.ts';
import { useSchedules } from '../../../shared/stores/schedules.ts';
import { changeWords, formatNumber, shortZone } from '../format.ts';
import { useWidth } from '../use-width.ts';
import { instantAt, type Stretch, ticks, xOf } from './axis.ts';
import { Lane } from './lane.tsx';
import { formatMoment } from './summary-bar.tsx';
import styles from './what-if.module.css';

interface TimelineProps {
  readonly preview: Preview;
  readonly at: number;
  readonly onMove: (at: number) => void;
}

const LABELS_PX = 180;
const HAND_PX = 128;
const TICK_PX = 48;

/** A lane for each schedule, and a clock hand over all of them. */
export function LookAheadTimeline({ preview, at, onMove }: TimelineProps) {
  const ref = useRef<HTMLDivElement>(null);
  const width = Math.max(0, useWidth(ref) - LABELS_PX);
  const { from, to } = preview;
  const stretch = { from, to };

  const follow = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    const area = event.currentTarget;
    const move = (moved: { readonly clientX: number }) => {
      const left = (ref.current?.getBoundingClientRect().left ?? 0) + LABELS_PX;
      onMove(Math.round(instantAt(stretch, width, moved.clientX - left)));
    };
    move(event);
    area.setPointerCapture(event.pointerId);
    area.addEventListener('pointermove', move);
    area.addEventListener('lostpointercapture', () => area.removeEventListener('pointermove', move), { once: true });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 0.005, ArrowLeft: -0.005, PageUp: 0.05, PageDown: -0.05 }[event.key];
    const target =
      event.key === 'Home' ? from : event.key === 'End' ? to : step === undefined ? undefined : at + step * (to - from);
    if (target === undefined) return;
    event.preventDefault();
    onMove(Math.round(Math.max(from, Math.min(to, target))));
  };

  const x = xOf(stretch, width, at);
  const silent = preview.lanes.filter(({ fires }) => fires === 0).length;
  return (
    <div ref={ref} className={styles.timeline} data-testid="what-if-timeline">
      <div className={styles.head} onPointerDown={follow}>
        <Axis stretch={stretch} width={width} />
        <div
          role="slider"
          tabIndex={0}
          aria-label="Clock"
          aria-valuemin={from}
          aria-valuemax={to}
          aria-valuenow={at}
          aria-valuetext={formatMoment(at)}
          className={styles.hand}
          style={{ transform: `translateX(${LABELS_PX + x}px)` }}
          onKeyDown={onKeyDown}
        >
          <span
            className={styles.bubble}
            data-at={x < HAND_PX / 2 ? 'start' : x > width - HAND_PX / 2 ? 'end' : 'middle'}
          >
            {formatMoment(at)}
          </span>
        </div>
      </div>
      <div className={styles.lanes} onPointerDown={follow}>
        <Lanes preview={preview} width={width} />
        {silent > 0 && (
          <p className={styles.silent}>
            {count(silent, 'schedule')} {silent === 1 ? 'does' : 'do'} not fire by the clock in this time
          </p>
        )}
        {/* What has not happened yet where the clock stands. */}
        <div className={styles.veil} style={{ left: LABELS_PX + x }} />
        <div className={styles.needle} style={{ transform: `translateX(${LABELS_PX + x}px)` }} />
      </div>
    </div>
  );
}

function Axis({ stretch, width }: { readonly stretch: Stretch; readonly width: number }) {
  return ticks(stretch, width)
    .filter(({ at }) => xOf(stretch, width, at) < width - TICK_PX)
    .map(({ at, label, isMajor }) => (
      <span
        key={at}
        className={styles.tick}
        data-major={isMajor}
        style={{ transform: `translateX(${LABELS_PX + xOf(stretch, width, at)}px)` }}
      >
        {label}
      </span>
    ));
}

/** Drawn once for a preview: moving the clock changes only what lies over it. */
const Lanes = memo(function Lanes({ preview, width }: { readonly preview: Preview; readonly width: number }) {
  const stretch = { from: preview.from, to: preview.to };
  return (
    <>
      {preview.changes.map((change) => (
        <i
          key={`${change.zone} ${change.at}`}
          className={styles.change}
          style={{ transform: `translateX(${LABELS_PX + xOf(stretch, width, change.at)}px)` }}
          data-tip={`${changeWords(change)} in ${change.zone}`}
        />
      ))}
      {preview.lanes
        .filter(({ fires }) => fires > 0)
        .map((lane) => (
          <div key={lane.scheduleId} className={styles.lane}>
            <Label scheduleId={lane.scheduleId} fires={lane.fires} zone={lane.zone} />
            <Lane lane={lane} stretch={stretch} width={width} />
          </div>
        ))}
    </>
  );
});

interface LabelProps {
  readonly scheduleId: string;
  readonly fires: number;
  readonly zone: string;
}

function Label({ scheduleId, fires, zone }: LabelProps) {
  const row = useSchedules((state) => state.byId.get(scheduleId));
  return (
    <div className={styles.label} data-tip={`${row?.words.replaceAll('`', '')} (${shortZone(zone)})`}>
      <span>{row?.flowName}</span>
      <b>{formatNumber(fires)}×</b>
    </div>
  );
}
