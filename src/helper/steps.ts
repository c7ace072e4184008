import type { ForkServer } from './fork-server/fork-server.ts';
import { createGroupEnd } from './group.ts';
import { createMaskCache } from './mask-cache.ts';
import { type AttemptOutput, createAttemptOutput, HIGH_WATER_BYTES } from './output.ts';
import { startOnPipes } from './pipe-child.ts';
import type { PipePool } from './pipes.ts';
import type { Report, StepSpec } from './protocol.ts';
import { startOnTerminal } from './pty-child.ts';
import { createSampler } from './sampler.ts';
import { type Child, type Step, type StepEnd, superviseStep } from './step.ts';

export interface Steps {
  start(id: number, spec: StepSpec): Promise<void>;
  /** Undefined once it is over. */
  get(id: number): Step | undefined;
  /** Ends all of them; resolves when nothing is left. */
  endAll(graceMs: number): Promise<void>;
}

export interface StepsOptions {
  readonly pipes: PipePool;
  readonly forks: ForkServer;
  readonly report: (report: Report) => void;
  /** Called before the exit is reported. */
  readonly onEnd: (spec: StepSpec, step: Step, end: StepEnd) => void;
}

/**
 * A terminal that is not read within 200 ms of its program's end is closed, with what is in it. So it has to be read, unless the
 * disk hangs for as long as it takes to print this much.
 */
const TERMINAL_HIGH_WATER_BYTES = 32 * HIGH_WATER_BYTES;

export function createSteps({ pipes, forks, report, onEnd }: StepsOptions): Steps {
  const running = new Map<number, Step>();
  const starting = new Set<Promise<void>>();
  const maskSets = createMaskCache();
  const sampler = createSampler();
  let onEmpty: (() => void) | null = null;
  let ending: { graceMs: number } | null = null;

  const start = async (id: number, spec: StepSpec): Promise<void> => {
    let child: Child | null = null;
    const output: AttemptOutput = createAttemptOutput({
      logPath: spec.logPath,
      masks: maskSets.of(spec.masks ?? []),
      ...(spec.tty ? { highWaterBytes: TERMINAL_HIGH_WATER_BYTES } : {}),
      onDrain: () => child?.resume(),
    });
    const started = spec.tty
      ? await startOnTerminal(spec, spec.tty, output.write)
      : await startOnPipes(spec, { pipes, forks }, output.write);
    if ('failure' in started) {
      await output.close();
      report({ ev: 'refused', id, ...started.failure });
      return;
    }
    child = started;
    const group = { leader: child.pid, startTime: child.startTime, mark: spec.mark };
    const endSampling = sampler.watch({ pid: child.pid, logPath: spec.logPath });
    const step = superviseStep(child, createGroupEnd(group), output, (end) => {
      endSampling();
      running.delete(id);
      // What we ended because we leave has no result: to its owner, if there still is one, it is lost.
      if (ending === null) {
        onEnd(spec, step, end);
        report({ ev: 'exit', id, ...end });
      }
      if (running.size === 0) onEmpty?.();
    });
    running.set(id, step);
    report({ ev: 'spawned', id, pid: group.leader, startTime: group.startTime });
    if (ending !== null) step.stop(ending.graceMs);
  };

  return {
    start: (id, spec) => {
      const done = start(id, spec).finally(() => starting.delete(done));
      starting.add(done);
      return done;
    },
    get: (id) => running.get(id),
    endAll: async (graceMs) => {
      ending = { graceMs };
      for (const step of running.values()) step.stop(graceMs);
      await Promise.all(starting);
      if (running.size === 0) return;
      await new Promise<void>((resolve) => {
        onEmpty = resolve;
      });
    },
  };
}
