import { describe, expect, it } from 'vitest';
import type { UsageSample } from '../../../../core/run/usage-samples.ts';
import { graphPath, usageFigures } from './usage-figures.ts';

const sample = (at: number, cpuMs: number, memory: number, processes = 1): UsageSample => ({
  at,
  cpuMs,
  memory,
  processes,
});
const SAMPLES = [sample(1_500, 250, 10), sample(2_000, 1_250, 40, 3), sample(2_500, 1_200, 20)];

describe('usageFigures', () => {
  it('are shares of a processor between two samples', () => {
    const { load, cpuMs, peakMemory, mostProcesses } = usageFigures(SAMPLES, 1_000, 9_000);
    expect(load).toEqual([
      { at: 1_500, value: 0.5 },
      { at: 2_000, value: 2 },
      { at: 2_500, value: 0 },
    ]);
    expect({ cpuMs, peakMemory, mostProcesses }).toEqual({ cpuMs: 1_250, peakMemory: 40, mostProcesses: 3 });
  });

  it('know nothing of what is later than the instant that is looked at', () => {
    const { load, memory, peakMemory, cpuMs } = usageFigures(SAMPLES, 1_000, 1_999);
    expect(load).toHaveLength(1);
    expect(memory).toEqual([{ at: 1_500, value: 10 }]);
    expect({ peakMemory, cpuMs }).toEqual({ peakMemory: 10, cpuMs: 250 });
    expect(usageFigures([], 0, 1).peakMemory).toBe(0);
  });
});

describe('graphPath', () => {
  it('spans from the start to the last sample, and from nothing to the most', () => {
    const frame = { from: 0, to: 100, most: 4, width: 200, height: 40 };
    expect(
      graphPath(
        [
          { at: 50, value: 4 },
          { at: 100, value: 0 },
        ],
        frame,
      ),
    ).toBe('M0 40L0 0L100 0L200 40L200 40Z');
    expect(graphPath([], frame)).toBe('');
  });
});
