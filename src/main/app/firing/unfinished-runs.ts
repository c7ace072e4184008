import type { EventReader } from '../../ports/event-log.ts';
import type { RunStore, RunSummary } from '../../ports/run-store.ts';
import type { UnfinishedRuns } from '../../scheduler/dispatcher.ts';

/** Runs that a schedule has to wait for: of its flow, started by a trigger, and not waiting for a person to resume them. */
export function createUnfinishedRuns(parts: {
  readonly runs: Pick<RunStore, 'unfinished' | 'get'>;
  readonly events: Pick<EventReader, 'subscribe' | 'head'>;
}): UnfinishedRuns {
  const { runs, events } = parts;
  return {
    of: (flowId) =>
      runs
        .unfinished()
        .flatMap((run) => (run.flowId === flowId && isScheduled(run) && isUnderWay(run) ? [run.id] : [])),
    watch: (listener) =>
      events.subscribe({ after: events.head() }, (batch) => {
        for (const event of batch) {
          if (event.type !== 'run.finished' && event.type !== 'run.interrupted') continue;
          const run = runs.get(event.runId);
          if (run !== null) listener(run.flowId);
        }
      }),
  };
}

const isScheduled = ({ trigger }: RunSummary): boolean => trigger.scheduledAt !== undefined;
const isUnderWay = ({ status }: RunSummary): boolean => status !== 'interrupted';
