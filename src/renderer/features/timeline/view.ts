/** The stretch of time that is on screen, in milliseconds since the run began. */
export interface TimeView {
  readonly from: number;
  readonly to: number;
}

const LEAST_SPAN_MS = 5;
const FIRST_CAPACITY_MS = 2_000;
const GROWTH = 1.5;

/** The whole run. A live one has room to grow, so that the scale changes rarely and not with every tick. */
export function wholeRun(elapsed: number, isLive: boolean): TimeView {
  if (!isLive) return { from: 0, to: Math.max(LEAST_SPAN_MS * 2, elapsed) * 1.04 };
  let capacity = FIRST_CAPACITY_MS;
  while (capacity < elapsed * 1.05) capacity *= GROWTH;
  return { from: 0, to: capacity };
}

export const timeToX = (view: TimeView, width: number, time: number): number =>
  ((time - view.from) / (view.to - view.from)) * width;

export const xToTime = (view: TimeView, width: number, x: number): number =>
  view.from + (x / Math.max(1, width)) * (view.to - view.from);

/** Makes the view `factor` times as long, with `at` staying where it is on screen. */
export function zoomView(view: TimeView, factor: number, at: number, whole: TimeView): TimeView {
  const span = view.to - view.from;
  const wanted = Math.max(LEAST_SPAN_MS, Math.min(span * factor, whole.to - whole.from));
  const scale = wanted / span;
  return withinWhole({ from: at - (at - view.from) * scale, to: at + (view.to - at) * scale }, whole);
}

export const panView = (view: TimeView, by: number, whole: TimeView): TimeView =>
  withinWhole({ from: view.from + by, to: view.to + by }, whole);

/** Where the head of a run (now, or the instant of a replay) stands in what follows it, as a share of the width. */
const HEAD_SHARE = 0.9;

/** The view that keeps `head` in sight: as it is while that is, else moved on with it. */
export function followHead(view: TimeView, head: number): TimeView {
  const span = view.to - view.from;
  if (head > view.from + span * HEAD_SHARE) return startingAt(head - span * HEAD_SHARE, span);
  return head < view.from ? startingAt(head - span * (1 - HEAD_SHARE), span) : view;
}

const startingAt = (from: number, span: number): TimeView => ({
  from: Math.max(0, from),
  to: Math.max(0, from) + span,
});

/** Moves a view back to where there is something, keeping its length. */
function withinWhole(view: TimeView, whole: TimeView): TimeView {
  const span = Math.min(view.to - view.from, whole.to - whole.from);
  const from = Math.max(whole.from, Math.min(view.from, whole.to - span));
  return { from, to: from + span };
}

const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 43_200_000, 86_400_000,
] as const;
const LEAST_TICK_PX = 80;

/** Round instants for the axis, far enough apart for their labels. */
export function axisTicks(view: TimeView, width: number): { readonly step: number; readonly at: readonly number[] } {
  const leastStep = ((view.to - view.from) / Math.max(1, width)) * LEAST_TICK_PX;
  const step = STEPS_MS.find((candidate) => candidate >= leastStep) ?? Math.ceil(leastStep / 86_400_000) * 86_400_000;
  const at: number[] = [];
  for (let time = Math.ceil(view.from / step) * step; time <= view.to; time += step) at.push(time);
  return { step, at };
}
