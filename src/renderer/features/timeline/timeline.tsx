import { useMemo, useRef, useState } from 'react';
import { showActMenu } from '../../shared/acts/act-menu.ts';
import { planStepId } from '../../shared/graph/step-id.ts';
import { handlerIds } from '../../shared/run/handlers.ts';
import { pathOfRun } from '../../shared/run/run-path.ts';
import type { RunView } from '../../shared/run/run-view.ts';
import { useNow } from '../../shared/stores/clock.ts';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import { enterReplay } from '../../shared/stores/replay.ts';
import type { Moment } from '../../shared/stores/run.ts';
import { selectStep, useSelection } from '../../shared/stores/selection.ts';
import { moveFocus } from '../../shared/ui/move-focus.ts';
import { Splitter } from '../../shared/ui/splitter.tsx';
import { Axis, GridLines } from './axis.tsx';
import { Corner } from './corner.tsx';
import { Cursor } from './cursor.tsx';
import { PathLines } from './path-lines.tsx';
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

interface TimelineProps {
  /** As it is shown: in a replay, as it was at `moment`. */
  readonly run: RunView;
  readonly latest: RunView;
  readonly moment: Moment | null;
}

/** A live Gantt chart: steps below each other, time from left to right. In a replay, what is still to come is drawn as outlines. */
export function Timeline({ run, latest, moment }: TimelineProps) {
  const labels = useLayout((state) => state.timelineLabels);
  const showsPath = useLayout((state) => state.criticalPath);
  const selected = useSelection((state) => state.stepId);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [scrollTop, setScrollTop] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const size = useSize(scroller);
  const isLive = latest.finishedAt === undefined;
  const present = useNow(100, isLive);
  const origin = latest.startedAt ?? latest.createdAt;
  const end = latest.finishedAt ?? Math.max(present, origin);
  const now = moment?.at ?? end;
  const left = labels + TRACK_INSET;
  const width = Math.max(40, size.width - left);
  const head = moment !== null || isLive ? now - origin : undefined;
  const time = useTimeView({ elapsed: end - origin, isLive, head, left, width, scroller });
  const { view } = time;
  const rows = useMemo(
    () => timelineRows(latest.steps, collapsed, handlerIds(latest.plan)),
    [latest.steps, latest.plan, collapsed],
  );
  const rowOf = useMemo(() => new Map(rows.map((row, index) => [row.id, index])), [rows]);
  const path = showsPath ? pathOfRun(latest) : [];
  const parts = useMemo(() => new Map(path.map((part) => [part.id, part])), [path]);
  const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - OVERSCAN);
  const visible = rows.slice(first, Math.ceil((scrollTop + size.height) / ROW_HEIGHT) + OVERSCAN);
  const inTabOrder = rows.some((row) => row.id === selected) ? selected : rows[0]?.id;
  const height = rows.length * ROW_HEIGHT;

  const toggle = useMemo(
    () => (id: string) =>
      setCollapsed((before) => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      }),
    [],
  );
  const laterOf = (id: string) => {
    const step = latest.steps.get(id);
    return moment === null || step === undefined ? undefined : { step, spans: latest.spans.get(id) ?? [], end };
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu key opens the menu at the row that has the focus
    <div
      className={styles.timeline}
      data-testid="timeline"
      data-scope="replay"
      onContextMenu={showActMenu}
      {...time.handlers}
    >
      <div className={styles.head}>
        <Corner width={labels} path={path} time={time} canFollow={head !== undefined} />
        <Axis view={view} width={width} onScrub={(at) => enterReplay(origin + at)} />
      </div>
      <div ref={scroller} className={styles.scroller} onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}>
        <GridLines view={view} width={width} left={left} height={height} />
        {/* biome-ignore lint/a11y/useSemanticElements: rows are placed one by one, most of them not at all */}
        <div role="list" aria-label="Steps by time" className={styles.rows} style={{ height }} onKeyDown={moveFocus}>
          {visible.map((row, index) => (
            <TimelineRowView
              key={row.id}
              row={row}
              step={run.steps.get(row.id)}
              spans={run.spans.get(row.id)}
              later={laterOf(row.id)}
              part={parts.get(row.id)}
              top={(first + index) * ROW_HEIGHT}
              labels={labels}
              width={width}
              view={view}
              origin={origin}
              now={now}
              isSelected={selected === row.id}
              isRelated={selected !== null && planStepId(selected) === row.id}
              isInTabOrder={row.id === inTabOrder}
              isCollapsed={collapsed.has(row.id)}
              onToggle={toggle}
              onSelect={selectStep}
            />
          ))}
        </div>
        <PathLines
          path={path}
          rowOf={rowOf}
          rows={{ from: first, to: first + visible.length }}
          rowHeight={ROW_HEIGHT}
          view={view}
          origin={origin}
          left={left}
          width={width}
          height={height}
        />
      </div>
      <Cursor
        view={view}
        width={width}
        left={left}
        origin={origin}
        now={isLive ? end - origin : undefined}
        moment={moment === null ? undefined : moment.at - origin}
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
