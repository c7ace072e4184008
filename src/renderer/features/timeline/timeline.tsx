import { useMemo, useRef, useState } from 'react';
import { planStepId } from '../../shared/graph/step-id.ts';
import type { RunView } from '../../shared/run/run-view.ts';
import { useNow } from '../../shared/stores/clock.ts';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import { selectStep, useSelection } from '../../shared/stores/selection.ts';
import { IconButton } from '../../shared/ui/button.tsx';
import { moveFocus } from '../../shared/ui/move-focus.ts';
import { Splitter } from '../../shared/ui/splitter.tsx';
import { Axis, GridLines } from './axis.tsx';
import { Cursor } from './cursor.tsx';
import { timelineRows } from './rows.ts';
import styles from './timeline.module.css';
import { TimelineRowView } from './timeline-row.tsx';
import { useSize } from './use-size.ts';
import { useTimeView } from './use-time-view.ts';

const ROW_HEIGHT = 24;
/** Rows kept ready above and below what is in sight. */
const OVERSCAN = 8;
/** Between the labels and the first bar, so that a bar at 0 is not cut by the line. */
const TRACK_INSET = 8;

/** A live Gantt chart: steps below each other, time from left to right. */
export function Timeline({ run }: { readonly run: RunView }) {
  const labels = useLayout((state) => state.timelineLabels);
  const selected = useSelection((state) => state.stepId);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [scrollTop, setScrollTop] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const size = useSize(scroller);
  const isLive = run.finishedAt === undefined;
  const now = useNow(100, isLive);
  const origin = run.startedAt ?? run.createdAt;
  const end = run.finishedAt ?? Math.max(now, origin);
  const width = Math.max(40, size.width - labels - TRACK_INSET);
  const { view, isWhole, showWhole, handlers } = useTimeView({
    elapsed: end - origin,
    isLive,
    left: labels + TRACK_INSET,
    width,
    scroller,
  });
  const rows = useMemo(() => timelineRows(run.steps, collapsed), [run.steps, collapsed]);
  const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - OVERSCAN);
  const visible = rows.slice(first, Math.ceil((scrollTop + size.height) / ROW_HEIGHT) + OVERSCAN);
  const inTabOrder = rows.some((row) => row.id === selected) ? selected : rows[0]?.id;

  const toggle = (id: string) =>
    setCollapsed((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });

  return (
    <div className={styles.timeline} data-testid="timeline" {...handlers}>
      <div className={styles.head}>
        <div className={styles.corner} style={{ width: labels }}>
          {!isWhole && <IconButton icon="fit" label="Show the whole run" shortcut={{ key: 'f' }} onClick={showWhole} />}
        </div>
        <Axis view={view} width={width} />
      </div>
      <div ref={scroller} className={styles.scroller} onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}>
        <GridLines view={view} width={width} left={labels + TRACK_INSET} height={rows.length * ROW_HEIGHT} />
        {/* biome-ignore lint/a11y/useSemanticElements: rows are placed one by one, most of them not at all */}
        <div
          role="list"
          aria-label="Steps by time"
          className={styles.rows}
          style={{ height: rows.length * ROW_HEIGHT }}
          onKeyDown={moveFocus}
        >
          {visible.map((row, index) => (
            <TimelineRowView
              key={row.id}
              row={row}
              step={run.steps.get(row.id)}
              spans={run.spans.get(row.id)}
              top={(first + index) * ROW_HEIGHT}
              labels={labels}
              width={width}
              view={view}
              origin={origin}
              now={end}
              isSelected={selected === row.id}
              isRelated={selected !== null && planStepId(selected) === row.id}
              isInTabOrder={row.id === inTabOrder}
              isCollapsed={collapsed.has(row.id)}
              onToggle={toggle}
              onSelect={selectStep}
            />
          ))}
        </div>
      </div>
      <Cursor
        view={view}
        width={width}
        left={labels + TRACK_INSET}
        origin={origin}
        now={isLive ? end - origin : undefined}
      />
      <div className={styles.divider} style={{ left: labels }}>
        <Splitter
          label="Resize the names of steps"
          edge="left"
          size={labels}
          min={96}
          max={400}
          grows="right"
          onResize={(next) => changeLayout({ timelineLabels: next })}
          onCollapse={() => changeLayout({ timelineLabels: 200 })}
        />
      </div>
    </div>
  );
}
