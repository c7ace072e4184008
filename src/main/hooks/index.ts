import type { ChronumEvent } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { Hooks } from '../ports/hooks.ts';
import type { ActionParts } from './actions/action.ts';
import { createHookBus } from './bus.ts';
import { createDeclaredHooks } from './declared.ts';
import { createRecorder, type Recorded } from './recorder.ts';

export interface HookParts extends ActionParts {
  readonly log: EventLog;
  /** The workspace of a run, null when it is not known. */
  readonly workspaceOf: (runId: string) => string | null;
  /** The workspace of the flow that a schedule fires, null when it is not known. */
  readonly workspaceOfSchedule: (scheduleId: string) => string | null;
  /** RFC 3339 UTC. */
  readonly now: () => string;
  readonly report: (message: string) => void;
}

export interface HookRoom extends Hooks {
  /** The log that whoever makes things happen writes to: what was committed through it is told to the hooks. */
  readonly log: EventLog;
  /** Where runs take what hooks leave behind; given once the engine is there. */
  connect(recordInRun: (runId: string, event: Recorded) => boolean): void;
  /** Lets what has begun come to its end, for so many milliseconds at most, and ends the rest. */
  close(patience: number): Promise<void>;
}

/** Hooks in code and hooks of flows, on the events that this process commits. */
export function createHooks(parts: HookParts): HookRoom {
  let recordInRun: (runId: string, event: Recorded) => boolean = () => false;
  /** Of runs that go on here: asked for with every event. */
  const workspaceByRun = new Map<string, string>();

  const publish = (events: readonly ChronumEvent[]): void => {
    for (const event of events) {
      recorder.committed(event);
      bus.publish(event, workspaceOf(event));
      declared.publish(event);
      if (event.type === 'run.finished') workspaceByRun.delete(event.runId);
    }
  };
  const workspaceOf = (event: ChronumEvent): string | undefined => {
    if (bus.attached().length === 0) return undefined;
    if ('scheduleId' in event) return parts.workspaceOfSchedule(event.scheduleId) ?? undefined;
    if (!('runId' in event) || event.runId === undefined) return undefined;
    const { runId } = event;
    const known = workspaceByRun.get(runId);
    if (known !== undefined) return known;
    const found = event.type === 'run.created' ? event.flow.workspace : parts.workspaceOf(runId);
    if (found === null) return undefined;
    if (event.stream === runStream(runId)) workspaceByRun.set(runId, found);
    return found;
  };

  /** Hooks are told after the commit, and nobody who commits hears of what they throw. */
  const told = (events: readonly ChronumEvent[]): void => {
    try {
      publish(events);
    } catch (error) {
      parts.report(`Hooks could not be told of events: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const { log: plain } = parts;
  const log: EventLog = {
    read: (...given) => plain.read(...given),
    readAll: (...given) => plain.readAll(...given),
    head: () => plain.head(),
    subscribe: (...given) => plain.subscribe(...given),
    async append(...given) {
      const events = await plain.append(...given);
      told(events);
      return events;
    },
    async appendMany(appends) {
      const stored = await plain.appendMany(appends);
      for (const events of stored) told(events);
      return stored;
    },
  };
  const recorder = createRecorder({
    log,
    recordInRun: (runId, event) => recordInRun(runId, event),
    now: parts.now,
    report: parts.report,
  });
  const bus = createHookBus({ record: recorder.record });
  const declared = createDeclaredHooks({ ...parts, events: plain, record: recorder.record });

  return {
    log,
    attach: bus.attach,
    attached: bus.attached,
    emit: bus.emit,
    connect(record) {
      recordInRun = record;
    },
    async close(patience) {
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patience);
      });
      await Promise.race([Promise.all([bus.idle(), declared.idle()]), over]);
      clearTimeout(timer);
      bus.close();
      declared.close();
      await recorder.idle();
    },
  };
}
