import type { CustomEvent, HookEvent, NewEvent } from '../../core/run/event.ts';
import { type ChronumEvent, SYSTEM_STREAM } from '../../core/run/event.ts';
import { type EventLog, SequenceConflict } from '../ports/event-log.ts';

export type Recorded = HookEvent | CustomEvent;

export interface Recorder {
  /** Writes into the run's stream while this process runs it, else into `system`. */
  record(event: Recorded, runId?: string): void;
  /** To be told of every committed event: what a run did not take before it finished goes to `system`. */
  committed(event: ChronumEvent): void;
  idle(): Promise<void>;
}

interface RecorderParts {
  readonly log: Pick<EventLog, 'append'>;
  /** False when the run is not (any more) one of this process. */
  readonly recordInRun: (runId: string, event: Recorded) => boolean;
  /** RFC 3339 UTC. */
  readonly now: () => string;
  readonly report: (message: string) => void;
}

const MOST_TRIES = 100;

export function createRecorder({ log, recordInRun, now, report }: RecorderParts): Recorder {
  /** Handed to runs and not seen committed yet: a run that finishes meanwhile takes nothing more. */
  const handedByRun = new Map<string, Recorded[]>();
  let lastSeq = 0;
  let writing: Promise<void> = Promise.resolve();

  /** Others write to the stream too: whoever comes second takes the next number. */
  const writeToSystem = async (event: Recorded): Promise<void> => {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      try {
        const [stored] = await log.append(SYSTEM_STREAM, lastSeq, [{ at: now(), ...event } as NewEvent]);
        lastSeq = stored?.seq ?? lastSeq + 1;
        return;
      } catch (error) {
        if (!(error instanceof SequenceConflict)) throw error;
        lastSeq = error.actualSeq;
      }
    }
  };
  const system = (event: Recorded): void => {
    writing = writing
      .then(() => writeToSystem(event))
      .catch((error: unknown) => report(`${event.type} could not be written down: ${String(error)}`));
  };

  return {
    record(event, runId) {
      if (runId === undefined) return system(event);
      const ofRun = { ...event, runId };
      if (!recordInRun(runId, ofRun)) return system(ofRun);
      handedByRun.set(runId, [...(handedByRun.get(runId) ?? []), ofRun]);
    },
    committed(event) {
      if (handedByRun.size === 0 || !('runId' in event) || event.runId === undefined) return;
      const handed = handedByRun.get(event.runId);
      if (handed === undefined) return;
      if (event.type === 'run.finished') {
        handedByRun.delete(event.runId);
        for (const left of handed) system(left);
      } else if (event.type.startsWith('hook.') || event.type.startsWith('x.')) {
        // A run keeps the order in which events were handed to it.
        const at = handed.findIndex((one) => one.type === event.type);
        if (at >= 0) handed.splice(at, 1);
        if (handed.length === 0) handedByRun.delete(event.runId);
      }
    },
    idle: () => writing,
  };
}
