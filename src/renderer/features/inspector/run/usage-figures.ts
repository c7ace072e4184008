import type { UsageSample } from '../../../../core/run/usage-samples.ts';

/** One point of a graph: when, and how much. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

export interface UsageFigures {
  /** Processor time in each stretch between two samples, as a share of one processor. */
  readonly load: readonly Point[];
  readonly memory: readonly Point[];
  /** Of all processes so far. */
  readonly cpuMs: number;
  readonly peakMemory: number;
  readonly mostProcesses: number;
}

/** What samples say, up to an instant. */
export function usageFigures(samples: readonly UsageSample[], startedAt: number, until: number): UsageFigures {
  const seen = samples.filter(({ at }) => at <= until);
  let before = { at: startedAt, cpuMs: 0 };
  const load = seen.map((sample): Point => {
    // A process that ended without being waited for takes its time with it: the sum may fall.
    const used = Math.max(0, sample.cpuMs - before.cpuMs);
    const value = used / Math.max(1, sample.at - before.at);
    before = sample;
    return { at: sample.at, value };
  });
  return {
    load,
    memory: seen.map(({ at, memory }) => ({ at, value: memory })),
    cpuMs: Math.max(0, ...seen.map(({ cpuMs }) => cpuMs)),
    peakMemory: Math.max(0, ...seen.map(({ memory }) => memory)),
    mostProcesses: Math.max(0, ...seen.map(({ processes }) => processes)),
  };
}

interface Frame {
  readonly from: number;
  readonly to: number;
  readonly most: number;
  readonly width: number;
  readonly height: number;
}

/** The path of a filled graph: level until the next sample, from the first one to the last. */
export function graphPath(points: readonly Point[], { from, to, most, width, height }: Frame): string {
  const first = points[0];
  if (first === undefined) return '';
  const x = (at: number) => round(((at - from) / Math.max(1, to - from)) * width);
  const y = (value: number) => round(height - (value / Math.max(most, Number.EPSILON)) * height);
  const top = points.map(({ at, value }) => `L${x(at)} ${y(value)}`).join('');
  const last = points.at(-1) ?? first;
  return `M${x(from)} ${height}L${x(from)} ${y(first.value)}${top}L${x(last.at)} ${height}Z`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
