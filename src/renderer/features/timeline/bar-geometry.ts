import type { Span } from '../../shared/run/spans.ts';
import type { StepView } from '../../shared/run/step-view.ts';
import { type TimeView, timeToX } from './view.ts';

export interface WholeSpan {
  readonly kind: 'whole';
  readonly from: number;
  readonly to: number | undefined;
}

/** Stretches too short and too close to be told apart at this scale. */
export interface ManySpan {
  readonly kind: 'many';
  readonly from: number;
  readonly to: number | undefined;
  readonly attempts: number;
  readonly failed: number;
}

export type BarSpan = Span | WholeSpan | ManySpan;

export interface PlacedBar {
  readonly span: BarSpan;
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
/** With more bars than this in one row, those that lie on the same pixels are drawn as one. */
const MOST_APART = 200;
const TOUCHING_PX = 1;

/** Where the bars of a step are drawn. Undefined when it has none, or none in sight. */
export function barsOf({ step, spans, view, width, origin, now }: Input): BarGroup | undefined {
  // A step without attempts of its own (a group, one with instances) is drawn from its begin to its end.
  const hasAttempt = spans.some((span) => span.kind === 'attempt');
  const all: readonly BarSpan[] =
    hasAttempt || step.startedAt === undefined || step.status === 'skipped'
      ? spans
      : [...spans, { kind: 'whole', from: step.startedAt, to: step.finishedAt }];
  const clamp = (time: number) => Math.max(-MARGIN, Math.min(timeToX(view, width, time - origin), width + MARGIN));
  const placed: PlacedBar[] = [];
  for (const span of all) {
    const from = clamp(span.from);
    const to = Math.max(clamp(span.to ?? now), from + (span.kind === 'attempt' ? LEAST_WIDTH : 0));
    if (to >= 0 && from <= width && to > from) placed.push({ span, x: from, width: to - from });
  }
  if (placed.length === 0) return undefined;
  const drawn = placed.length > MOST_APART ? joined(placed) : placed;
  const left = Math.min(...drawn.map((bar) => bar.x));
  const right = Math.max(...drawn.map((bar) => bar.x + bar.width));
  return { x: left, width: right - left, bars: drawn.map((bar) => ({ ...bar, x: bar.x - left })) };
}

/** Draws neighbours as one where they are no wider than the least bar and touch each other. */
function joined(bars: readonly PlacedBar[]): readonly PlacedBar[] {
  const result: PlacedBar[] = [];
  for (const bar of bars) {
    const last = result.at(-1);
    const touches = last !== undefined && bar.x - (last.x + last.width) < TOUCHING_PX;
    if (last === undefined || !touches || !isTiny(bar) || !(last.span.kind === 'many' || isTiny(last))) {
      result.push(bar);
      continue;
    }
    const right = Math.max(last.x + last.width, bar.x + bar.width);
    result[result.length - 1] = { span: together(last.span, bar.span), x: last.x, width: right - last.x };
  }
  return result;
}

const isTiny = ({ width, span }: PlacedBar): boolean => width < LEAST_WIDTH + 0.5 && span.to !== undefined;

function together(a: BarSpan, b: BarSpan): ManySpan {
  return {
    kind: 'many',
    from: Math.min(a.from, b.from),
    to: b.to,
    attempts: attemptsIn(a) + attemptsIn(b),
    failed: failedIn(a) + failedIn(b),
  };
}

const attemptsIn = (span: BarSpan): number => (span.kind === 'many' ? span.attempts : span.kind === 'attempt' ? 1 : 0);

const failedIn = (span: BarSpan): number =>
  span.kind === 'many' ? span.failed : span.kind === 'attempt' && span.status !== 'succeeded' ? 1 : 0;
