import { formatCountdown, formatElapsed } from '../../shared/format/duration.ts';
import type { Span } from '../../shared/run/spans.ts';
import type { StepView } from '../../shared/run/step-view.ts';
import type { AttemptRef } from '../../shared/stores/selection.ts';
import { type BarSpan, barsOf } from './bar-geometry.ts';
import { spanTip, waitKind } from './span-tip.ts';
import styles from './timeline.module.css';
import type { TimeView } from './view.ts';

interface BarsProps {
  readonly step: StepView;
  readonly spans: readonly Span[];
  readonly view: TimeView;
  readonly width: number;
  readonly origin: number;
  /** The present of a live run, the end of one that is over, the instant of a replay. */
  readonly now: number;
  readonly onSelect: (id: string, attempt?: AttemptRef) => void;
}

const LABEL_ROOM = 64;

/** The stretches of one step: thin while queued, hatched while it waits, solid for each attempt. */
export function Bars({ step, spans, view, width, origin, now, onSelect }: BarsProps) {
  const group = barsOf({ step, spans, view, width, origin, now });
  if (group === undefined) return null;
  const length = step.startedAt === undefined ? undefined : (step.finishedAt ?? now) - step.startedAt;
  const side = group.x + group.width + LABEL_ROOM < width ? 'after' : group.x > LABEL_ROOM ? 'before' : 'inside';
  return (
    <div
      className={styles.bars}
      style={{ transform: `translateX(${group.x}px)`, width: group.width }}
      data-testid={`bar-${step.id}`}
      data-status={step.status}
    >
      {group.bars.map(({ span, x, width: barWidth }) => (
        <Bar
          key={`${span.kind}:${span.from}`}
          stepId={step.id}
          span={span}
          x={x}
          width={barWidth}
          origin={origin}
          now={now}
          onSelect={onSelect}
        />
      ))}
      {length !== undefined && step.status !== 'skipped' && (
        <span className={styles.length} data-side={side}>
          {formatElapsed(length)}
        </span>
      )}
    </div>
  );
}

/** What is still to come at the instant of a replay: outlines alone. */
export function LaterBars({ step, spans, view, width, origin, now }: Omit<BarsProps, 'onSelect'>) {
  const group = barsOf({ step, spans, view, width, origin, now });
  if (group === undefined) return null;
  return (
    <div
      className={styles.later}
      style={{ transform: `translateX(${group.x}px)`, width: group.width }}
      aria-hidden="true"
    >
      {group.bars.map(({ span, x, width: barWidth }) => (
        <span
          key={`${span.kind}:${span.from}`}
          data-kind={span.kind}
          style={{ transform: `translateX(${x}px)`, width: barWidth }}
        />
      ))}
    </div>
  );
}

interface BarProps extends Pick<BarsProps, 'origin' | 'now' | 'onSelect'> {
  readonly stepId: string;
  readonly span: BarSpan;
  readonly x: number;
  readonly width: number;
}

function Bar({ stepId, span, x, width, origin, now, onSelect }: BarProps) {
  const place = { transform: `translateX(${x}px)`, width };
  const tip = spanTip(span, origin, now);
  switch (span.kind) {
    case 'wait': {
      const isCounting = span.to === undefined && span.until !== undefined && width > 30;
      return (
        <span className={styles.wait} style={place} data-tip={tip} data-reason={waitKind(span.reason)}>
          {isCounting && <span>{formatCountdown((span.until ?? now) - now)}</span>}
        </span>
      );
    }
    case 'many':
      return <span className={styles.many} style={place} data-tip={tip} data-failed={span.failed > 0} />;
    case 'queue':
    case 'whole':
      return <span className={styles[span.kind]} style={place} data-tip={tip} />;
    case 'attempt': {
      const { branch, attempt, status } = span;
      return (
        // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the terminal's tabs choose an attempt by keyboard
        // biome-ignore lint/a11y/useKeyWithClickEvents: for the mouse; the terminal's tabs choose an attempt by keyboard
        <span
          className={styles.attempt}
          style={place}
          data-attempt={status}
          data-tip={tip}
          onClick={(event) => {
            event.stopPropagation();
            onSelect(stepId, { branch, attempt });
          }}
        />
      );
    }
  }
}
