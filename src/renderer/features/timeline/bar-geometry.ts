import type { Span } from '../../shared/run/spans.ts';
import type { StepView } from '../../shared/run/step-view.ts';
import { type TimeView, timeToX } from './view.ts';

export interface WholeSpan {
  readonly kind: 'whole';
  readonly from: number;
  readonly to: number | undefined;
}

export interface PlacedBar {
  readonly span: Span | WholeSpan;
  /** From the left of its group, in pixels. */
  readonly x: number;
  readonly width: number;
}

export interface BarGroup {
  readonly x: number;
  readonly width: number;
  readonly bars: readonly PlacedBar[];
}

interface Input {
  readonly step: StepView;
  readonly spans: readonly Span[];
  readonly view: TimeView;
  readonly width: number;
  readonly origin: number;
  readonly now: number;
}

/** So that the shortest attempt can be seen and pointed at. */
const LEAST_WIDTH = 3;
/** Browsers place elements badly millions of pixels away: what is far out of sight is cut off there. */
const MARGIN = 200;

/** Where the bars of a step are drawn. Undefined when it has none, or none in sight. */
export function barsOf({ step, spans, view, width, origin, now }: Input): BarGroup | undefined {
  // A step without attempts of its own (a group, one with instances) is drawn from its begin to its end.
  const hasAttempt = spans.some((span) => span.kind === 'attempt');
  const all: readonly (Span | WholeSpan)[] =
    hasAttempt || step.startedAt === undefined || step.status === 'skipped'
      ? spans
      : [...spans, { kind: 'whole', from: step.startedAt, to: step.finishedAt }];
  const clamp = (time: number) => Math.max(-MARGIN, Math.min(timeToX(view, width, time - origin), width + MARGIN));
  const placed = all.flatMap((span): PlacedBar[] => {
    const from = clamp(span.from);
    const to = Math.max(clamp(span.to ?? now), from + (span.kind === 'attempt' ? LEAST_WIDTH : 0));
    return to < 0 || from > width || to <= from ? [] : [{ span, x: from, width: to - from }];
  });
  if (placed.length === 0) return undefined;
  const left = Math.min(...placed.map((bar) => bar.x));
  const right = Math.max(...placed.map((bar) => bar.x + bar.width));
  return { x: left, width: right - left, bars: placed.map((bar) => ({ ...bar, x: bar.x - left })) };
}
