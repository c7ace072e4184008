import type { Instant } from '../../core/schedule/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { StreamAppend } from '../ports/event-log.ts';
import type { Dispatcher, Fire } from './dispatcher.ts';
import { type Candidate, createPretendedGroups } from './pretended-groups.ts';
import type { ScheduledFlow } from './scheduled-flow.ts';
import type { Scheduler } from './scheduler.ts';

/** A run as it is expected to go. */
export interface PreviewRun {
  readonly scheduleId: string;
  readonly flowId: string;
  readonly runId: string;
  readonly nominal: Instant;
  /** Null for one that never begins, or still waits at the end. */
  readonly start: Instant | null;
  /** Null for one that never began, or will still run at the end. */
  readonly end: Instant | null;
  /** What the flow's own `concurrency` does to it: it had to wait, never begins, or is cut off by a newer one. */
  readonly held: 'queued' | 'skipped' | 'cancelled' | null;
}

type PretendedRun = { -readonly [Key in keyof PreviewRun]: PreviewRun[Key] };

/** Runs that take their time, keep to the groups of their flows, and start the flows that come after them. */
export function createPretendedRuns(parts: {
  readonly schedules: readonly ScheduledFlow[];
  /** Milliseconds that a run of the flow takes. */
  readonly runTime: (flowId: string) => number;
  /** Fires after which no more is taken. */
  readonly limit: number;
  readonly clock: Clock;
  readonly write: (appends: readonly StreamAppend[]) => Promise<void>;
}) {
  const { schedules, runTime, limit, clock, write } = parts;
  const runs: PretendedRun[] = [];
  const unfinished = new Map<string, string>();
  const listeners = new Set<(flowId: string) => void>();
  const groups = createPretendedGroups(
    schedules.flatMap(({ flow, concurrency }) => (concurrency === null ? [] : [{ flowId: flow.id, concurrency }])),
  );
  let follow: (flowName: string, runId: string) => void = () => {};
  let fullAt: Instant | null = null;

  const begin = ({ schedule, runId, nominal }: Fire) => {
    const { flow, concurrency } = schedule;
    const run: PretendedRun = {
      scheduleId: schedule.id,
      flowId: flow.id,
      runId,
      nominal,
      start: null,
      end: null,
      held: null,
    };
    runs.push(run);
    const over = () => {
      unfinished.delete(runId);
      for (const listener of [...listeners]) listener(flow.id);
    };
    const finish = () => {
      if (run.held === 'cancelled') return;
      run.end = clock.now();
      if (concurrency !== null) groups.leave(candidate, flow.id, concurrency);
      over();
      follow(flow.name, runId);
    };
    const candidate: Candidate = {
      start() {
        run.start = clock.now();
        const takes = runTime(flow.id);
        if (takes <= 0) finish();
        else void clock.sleep(takes).then(finish);
      },
      wait() {
        run.held = 'queued';
      },
      skip() {
        run.held = 'skipped';
        over();
      },
      cancel() {
        run.held = 'cancelled';
        if (run.start !== null) run.end = clock.now();
        over();
      },
    };
    unfinished.set(runId, flow.id);
    if (concurrency === null) candidate.start();
    else groups.ask(candidate, flow.id, concurrency);
  };

  const dispatcher: Dispatcher = {
    dispatch: async (fires) => {
      if (runs.length + fires.length > limit) {
        fullAt ??= clock.now();
        throw new Error('enough');
      }
      await write(fires.map(({ record }) => record));
      for (const fire of fires) begin(fire);
      return fires.map(() => ({ ok: true }) as const);
    },
    runs: {
      of: (flowId) => [...unfinished].flatMap(([runId, flow]) => (flow === flowId ? [runId] : [])),
      watch: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };

  return {
    dispatcher,
    runs: runs as readonly PreviewRun[],
    /** When there was too much to go on; null while there is not. */
    fullAt: () => fullAt,
    /** Whom the end of a run is told: flows that come after others. */
    tell(scheduler: Scheduler) {
      const after = schedules.flatMap(({ id, trigger }) =>
        trigger.type === 'flow' && trigger.status !== 'failed' && trigger.status !== 'cancelled'
          ? [{ id, flow: trigger.flow }]
          : [],
      );
      follow = (flowName, runId) => {
        for (const { id, flow } of after) {
          if (flow === flowName)
            void scheduler.occurred(id, { at: clock.now(), data: { flow: { name: flowName, runId } } });
        }
      };
    },
  };
}
