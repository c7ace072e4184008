import { type ChronumEvent, type NewEvent, runStream, SYSTEM_STREAM } from '../core/run/event.ts';
import type { Command, CommandQueue } from '../main/ports/commands.ts';
import { type EventLog, SequenceConflict, type StreamAppend } from '../main/ports/event-log.ts';
import type { RunFilter, RunStore, RunSummary } from '../main/ports/run-store.ts';
import { instantFromText } from '../main/store/event-codec.ts';
import { createEventHub } from '../main/store/event-hub.ts';
import { projectRun, type RunRow } from '../main/store/run-projection.ts';
import { RUNS_REMOVED } from '../main/store/run-removal.ts';

/** Event log, run list and command queue in memory, with the behaviour of the real ones: both pass the same suites. */
export interface MemoryStore {
  readonly events: EventLog;
  readonly runs: RunStore;
  readonly commands: CommandQueue;
  /** Makes the next append reject with this, as a full disk would. */
  failNextAppend(error: Error): void;
}

export function createMemoryStore(options: { readonly report?: (error: unknown) => void } = {}): MemoryStore {
  const all: ChronumEvent[] = [];
  const streams = new Map<string, ChronumEvent[]>();
  const rows = new Map<string, RunRow>();
  const commands = createMemoryCommands((runId) => rows.get(runId)?.finishedAt === null);
  let position = 0;
  let failure: Error | undefined;

  const stored: Pick<EventLog, 'read' | 'readAll' | 'head'> = {
    read: (stream, afterSeq, limit = Number.POSITIVE_INFINITY) =>
      (streams.get(stream) ?? []).slice(afterSeq, afterSeq + limit),
    readAll: (after, limit, stream) => {
      const source = stream === undefined ? all : (streams.get(stream) ?? []);
      const start = source.findIndex((event) => event.position > after);
      return start < 0 ? [] : source.slice(start, start + limit);
    },
    head: () => position,
  };
  const report = options.report ?? ((error) => queueMicrotask(() => Promise.reject(error)));
  const hub = createEventHub({ stored, watch: () => () => {}, report });

  const write = (stream: string, events: readonly NewEvent[]): ChronumEvent[] => {
    const runId = stream.startsWith('run:') ? stream.slice('run:'.length) : undefined;
    const existing = streams.get(stream) ?? [];
    const added = events.map((event, index) => {
      const place = { stream, seq: existing.length + index + 1, position: ++position };
      return { ...place, ...event, ...(runId === undefined ? {} : { runId }) } as ChronumEvent;
    });
    streams.set(stream, existing);
    existing.push(...added);
    all.push(...added);
    if (runId !== undefined) {
      for (const event of events) {
        const row = projectRun(rows.get(runId) ?? null, event);
        if (row) rows.set(runId, row);
        if (event.type === 'run.finished') commands.answerAll(runId);
      }
    }
    return added;
  };

  const check = ({ stream, expectedSeq, events }: StreamAppend) => {
    const actual = streams.get(stream)?.length ?? 0;
    if (actual !== expectedSeq) throw new SequenceConflict(stream, expectedSeq, actual);
    for (const event of events) {
      instantFromText(event.at);
      const runId = (event as { readonly runId?: string }).runId;
      if (stream.startsWith('run:') && runId !== undefined && stream !== runStream(runId)) {
        throw new Error(`an event of run ${runId} does not belong in stream ${stream}`);
      }
    }
  };

  const appendMany = async (appends: readonly StreamAppend[]): Promise<ChronumEvent[][]> => {
    if (failure) {
      const error = failure;
      failure = undefined;
      throw error;
    }
    for (const append of appends) check(append);
    const batches = appends.map((append) => {
      for (const id of append.answers ?? []) commands.answer(id);
      return write(append.stream, append.events);
    });
    hub.publish(batches.flat());
    return batches;
  };

  const pins = new Set<string>();
  const summarize = (row: RunRow): RunSummary => {
    const last = streams.get(runStream(row.id))?.at(-1);
    return { ...row, seq: last?.seq ?? 0, position: last?.position ?? 0, pinned: pins.has(row.id) };
  };

  const remove = async (runIds: readonly string[]): Promise<string[]> => {
    const removed = runIds.filter((id) => rows.get(id) && rows.get(id)?.finishedAt !== null);
    if (removed.length === 0) return removed;
    const at = new Date().toISOString();
    const told = write(SYSTEM_STREAM, [{ at, type: RUNS_REMOVED, data: { runIds: removed } }]);
    for (const id of removed) {
      rows.delete(id);
      pins.delete(id);
      streams.delete(runStream(id));
    }
    const gone = new Set(removed.map(runStream));
    all.splice(0, all.length, ...all.filter((event) => !gone.has(event.stream)));
    hub.publish(told);
    return removed;
  };

  return {
    events: {
      ...stored,
      append: async (stream, expectedSeq, events, appendOptions) =>
        (await appendMany([{ stream, expectedSeq, events, ...appendOptions }]))[0]!,
      appendMany,
      subscribe: hub.subscribe,
    },
    runs: createMemoryRuns(rows, pins, summarize, remove),
    commands,
    failNextAppend: (error) => {
      failure = error;
    },
  };
}

function createMemoryRuns(
  rows: ReadonlyMap<string, RunRow>,
  pins: Set<string>,
  summarize: (row: RunRow) => RunSummary,
  remove: RunStore['remove'],
): RunStore {
  /** Map order is the order of creation, which breaks ties as the streams' numbers do in the database. */
  const newestFirst = () =>
    [...rows.values()].reverse().sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
  const matchingRows = (filter: RunFilter) =>
    newestFirst().filter((row) => matches(row, filter) && (filter.pinned !== true || pins.has(row.id)));
  const get = (runId: string) => {
    const row = rows.get(runId);
    return row ? summarize(row) : null;
  };
  return {
    list: (filter, { limit, before }) => {
      const matching = matchingRows(filter);
      const start = before === undefined ? 0 : matching.findIndex((row) => row.id === before) + 1;
      const page = matching.slice(start, start + limit);
      const isMore = start + limit < matching.length;
      return { runs: page.map(summarize), next: isMore ? (page.at(-1)?.id ?? null) : null };
    },
    count: (filter, most) => Math.min(most, matchingRows(filter).length),
    get,
    find: (idOrPrefix) => {
      const exact = get(idOrPrefix);
      if (exact || idOrPrefix === '') return exact;
      const found = [...rows.keys()].filter((id) => id.startsWith(idOrPrefix));
      return found.length === 1 ? get(found[0]!) : null;
    },
    latestByFlow: (workspace) => {
      const latest = new Map<string, RunSummary>();
      for (const row of newestFirst()) {
        if (row.workspace === workspace && !latest.has(row.flowId)) latest.set(row.flowId, summarize(row));
      }
      return latest;
    },
    unfinished: () => newestFirst().flatMap((row) => (row.finishedAt === null ? [summarize(row)] : [])),
    remove,
    pin: async (runIds, pinned) => {
      for (const id of runIds) {
        if (!pinned) pins.delete(id);
        else if (rows.has(id)) pins.add(id);
      }
    },
  };
}

function matches(row: RunRow, filter: RunFilter): boolean {
  const text = filter.text?.toLowerCase() ?? '';
  return (
    (filter.flowId === undefined || row.flowId === filter.flowId) &&
    (filter.workspace === undefined || row.workspace === filter.workspace) &&
    (filter.status === undefined || filter.status.includes(row.status)) &&
    (filter.triggerType === undefined || row.trigger.type === filter.triggerType) &&
    (filter.label === undefined || row.labels.includes(filter.label)) &&
    (filter.from === undefined || row.createdAt >= filter.from) &&
    (filter.to === undefined || row.createdAt <= filter.to) &&
    [row.flowName, row.file, row.id].some((field) => field.toLowerCase().includes(text))
  );
}

function createMemoryCommands(isOpen: (runId: string) => boolean) {
  const commandsById = new Map<string, Command>();
  const answered = new Set<string>();
  const listeners = new Set<() => void>();
  const waiting = () => [...commandsById.values()].filter(({ id }) => !answered.has(id));
  const queue: CommandQueue = {
    submit: async (command) => {
      if (!commandsById.has(command.id)) {
        if (!isOpen(command.runId)) return false;
        commandsById.set(command.id, command);
      }
      for (const listener of [...listeners]) listener();
      return true;
    },
    pending: (runIds) => waiting().filter(({ runId }) => runIds.includes(runId)),
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    ...queue,
    answer: (id: string) => answered.add(id),
    answerAll: (runId: string) => {
      for (const command of waiting()) if (command.runId === runId) answered.add(command.id);
    },
  };
}
