import type { ChronumEvent } from '../../core/run/event.ts';
import type { EventReader } from '../ports/event-log.ts';
import type { RunStore } from '../ports/run-store.ts';
import type { KeyValueStore } from '../ports/workspace-store.ts';
import type { EventSchedule, EventSource, Occurred } from './event-source.ts';

/** How far ends of runs have been looked at, over restarts. */
const BOOKMARK = 'triggers/flow-position';

type Finished = ChronumEvent & { type: 'run.finished' };

/**
 * `flow` triggers: another flow of the workspace has finished, in whichever process. What finished while nobody looked is told
 * once somebody does; each end has its position in the log as its mark, so that telling it twice does nothing.
 */
export function createFlowSource(parts: {
  readonly log: EventReader;
  readonly runs: Pick<RunStore, 'get'>;
  readonly keyValues: KeyValueStore;
  readonly occurred: Occurred;
  readonly report: (message: string) => void;
}): EventSource {
  const { log, runs, keyValues, occurred, report } = parts;
  let schedules: readonly EventSchedule[] = [];
  let end: (() => void) | undefined;
  /** Telling and remembering how far, one batch after the other. */
  let telling: Promise<void> = Promise.resolve();

  let isOver = false;

  /** False when somebody else has to tell it. */
  const tell = async (finished: Finished): Promise<boolean> => {
    const run = runs.get(finished.runId);
    if (run === null) return true;
    const { id: runId, flowName, workspace } = run;
    const data = { flow: { name: flowName, runId, status: finished.status, outputs: finished.outputs ?? {} } };
    const at = Date.parse(finished.at);
    for (const { id, flow, trigger } of schedules) {
      if (trigger.type !== 'flow' || flow.workspace !== workspace || trigger.flow !== flowName) continue;
      const { status = 'succeeded' } = trigger;
      if (status !== 'done' && status !== finished.status) continue;
      if (!(await occurred(id, { at, data, mark: finished.position }))) return false;
    }
    return true;
  };

  const look = (events: readonly ChronumEvent[]): void => {
    const finished = events.filter((event): event is Finished => event.type === 'run.finished');
    if (finished.length === 0) return;
    telling = telling
      .then(async () => {
        for (const one of finished) {
          if (isOver) return;
          isOver = !(await tell(one));
        }
        if (!isOver) keyValues.set(BOOKMARK, String(events.at(-1)?.position ?? 0));
      })
      .catch((error: unknown) => report(error instanceof Error ? error.message : String(error)));
  };

  return {
    set: (all) => {
      schedules = all.filter(({ trigger }) => trigger.type === 'flow');
      if (schedules.length === 0) {
        end?.();
        end = undefined;
        // Whoever comes to wait for a flow waits for its next end, not for one long past.
        if (keyValues.get(BOOKMARK) !== null) keyValues.set(BOOKMARK, null);
        return;
      }
      const known = keyValues.get(BOOKMARK);
      const after = known === null ? log.head() : Number(known);
      if (known === null) keyValues.set(BOOKMARK, String(after));
      end ??= log.subscribe({ after }, look);
    },
    close: async () => {
      end?.();
      await telling;
    },
  };
}
