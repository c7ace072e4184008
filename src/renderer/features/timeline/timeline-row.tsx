import { memo } from 'react';
import type { PathPart } from '../../../core/run/critical-path.ts';
import type { Span } from '../../shared/run/spans.ts';
import type { StepView } from '../../shared/run/step-view.ts';
import { StatusIcon } from '../../shared/status/status-icon.tsx';
import type { AttemptRef } from '../../shared/stores/selection.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { Bars, LaterBars } from './bars.tsx';
import type { TimelineRow } from './rows.ts';
import styles from './timeline.module.css';
import { type TimeView, timeToX } from './view.ts';

interface TimelineRowProps {
  readonly row: TimelineRow;
  readonly step: StepView | undefined;
  readonly spans: readonly Span[] | undefined;
  /** In a replay, the step and its bars as they are now; else undefined. */
  readonly later: { readonly step: StepView; readonly spans: readonly Span[]; readonly end: number } | undefined;
  /** Its part of the critical path, if it has one. */
  readonly part: PathPart | undefined;
  readonly top: number;
  readonly labels: number;
  readonly width: number;
  readonly view: TimeView;
  readonly origin: number;
  readonly now: number;
  readonly isSelected: boolean;
  /** Another instance of it is selected, or the step that it is one of. */
  readonly isRelated: boolean;
  readonly isInTabOrder: boolean;
  readonly isCollapsed: boolean;
  readonly onToggle: (id: string) => void;
  readonly onSelect: (id: string, attempt?: AttemptRef) => void;
}

export const TimelineRowView = memo(function TimelineRowView(props: TimelineRowProps) {
  const { row, step, spans, top, labels, width, view, origin, now, isSelected, isRelated, isInTabOrder } = props;
  const { isCollapsed, onToggle, onSelect, later, part } = props;
  const status = step?.status ?? 'pending';
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the list around it
    <div
      role="listitem"
      data-step={row.id}
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
      data-selected={isSelected}
      data-related={isRelated}
      data-handler={row.isHandler}
      data-critical={part !== undefined}
    >
      <div className={styles.label} style={{ width: labels, paddingLeft: 4 + row.depth * 12 }}>
        {row.hasChildren ? (
          <button
            type="button"
            tabIndex={-1}
            className={styles.toggle}
            aria-label={isCollapsed ? `Show what is in ${row.label}` : `Hide what is in ${row.label}`}
            aria-expanded={!isCollapsed}
            onClick={() => onToggle(row.id)}
          >
            <Icon name={isCollapsed ? 'chevron-right' : 'chevron-down'} size={12} />
          </button>
        ) : (
          <span className={styles.toggle} />
        )}
        <button
          type="button"
          tabIndex={isInTabOrder ? 0 : -1}
          aria-current={isSelected ? 'true' : undefined}
          className={styles.name}
          onClick={() => onSelect(row.id)}
        >
          <StatusIcon status={status} size={14} labelled />
          <span>{row.label}</span>
          {row.isHandler && row.depth === 0 && <small className={styles.role}>handler</small>}
          {part !== undefined && <small className="visually-hidden">on the critical path</small>}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the name beside is the button */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: for the mouse; the name beside is the button */}
      <div className={styles.track} style={{ width }} onClick={() => onSelect(row.id)}>
        {later !== undefined && (
          <LaterBars step={later.step} spans={later.spans} view={view} width={width} origin={origin} now={later.end} />
        )}
        {part !== undefined && (
          <PathMark part={part} view={view} width={width} origin={origin} now={later?.end ?? now} />
        )}
        {step !== undefined && (
          <Bars
            step={step}
            spans={spans ?? []}
            view={view}
            width={width}
            origin={origin}
            now={now}
            onSelect={onSelect}
          />
        )}
      </div>
    </div>
  );
});

interface PathMarkProps extends Pick<TimelineRowProps, 'view' | 'width' | 'origin' | 'now'> {
  readonly part: PathPart;
}

/** A line under the bars of a step that decided how long the run took. */
function PathMark({ part, view, width, origin, now }: PathMarkProps) {
  const from = Math.max(0, timeToX(view, width, part.from - origin));
  const to = Math.min(width, timeToX(view, width, (part.to ?? now) - origin));
  if (to < from) return null;
  return (
    <span className={styles.onPath} style={{ transform: `translateX(${from}px)`, width: Math.max(3, to - from) }} />
  );
}
