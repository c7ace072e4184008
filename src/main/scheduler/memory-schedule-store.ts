import {
  foldSchedule,
  isDeferralOver,
  isScheduleEvent,
  joinRows,
  ledgerRowOf,
  newSchedule,
} from '../../core/ledger/index.ts';
import { type ScheduleEvent, scheduleStream } from '../../core/run/event.ts';
import type { Instant } from '../../core/schedule/index.ts';
import { type EventLog, SequenceConflict } from '../ports/event-log.ts';
import type {
  ArmedTrigger,
  LedgerEntry,
  LedgerFilter,
  Pause,
  PauseTarget,
  ScheduleStore,
  StoredSchedule,
} from '../ports/schedule-store.ts';

export interface MemoryScheduleStoreOptions {
  /** Outcomes are kept in this log, and read from it; without it nothing but this store knows of them. */
  readonly log?: EventLog;
  /** What is known already. */
  readonly schedules?: readonly StoredSchedule[];
}

interface Kept {
  schedule: StoredSchedule;
  /** The newest row of its ledger. */
  newest: LedgerEntry | undefined;
  open: LedgerEntry | undefined;
}

/** Keeps schedules as long as the process lives: for looking ahead, for tests, and for schedulers that need no more. */
export function createMemoryScheduleStore(options: MemoryScheduleStoreOptions = {}): ScheduleStore {
  const { log, schedules = [] } = options;
  const keptById = new Map<string, Kept>();
  for (const schedule of schedules) keptById.set(schedule.id, { schedule, newest: undefined, open: undefined });
  /** By number; a row is replaced in place when it grows, and undefined once it is closed. */
  const ledger: (LedgerEntry | undefined)[] = [];
  const pauses = new Map<string, Pause>();
  const armed = new Map<string, ArmedTrigger>();
  const listeners = new Set<() => void>();

  const keep = (id: string, at: Instant): Kept => {
    let kept = keptById.get(id);
    if (kept === undefined) {
      kept = { schedule: { ...newSchedule(at), id, seq: 0 }, newest: undefined, open: undefined };
      keptById.set(id, kept);
    }
    return kept;
  };

  const enter = (kept: Kept, event: ScheduleEvent, at: Instant) => {
    const row = ledgerRowOf(event);
    const { newest } = kept;
    const joined = newest === undefined ? null : joinRows(newest, row);
    const number = newest !== undefined && joined !== null ? newest.number : ledger.length;
    const entry: LedgerEntry = { ...(joined ?? row), number, scheduleId: kept.schedule.id, at };
    ledger[number] = entry;
    kept.newest = entry;
    if (entry.outcome === 'deferred') kept.open = entry;
  };

  const project = (event: ScheduleEvent, seq: number, at: Instant) => {
    const kept = keep(event.scheduleId, at);
    const before = kept.schedule;
    const after: StoredSchedule = { ...before, ...foldSchedule(before, event), seq };
    if (isDeferralOver(before, after) && kept.open !== undefined) {
      ledger[kept.open.number] = undefined;
      if (kept.newest === kept.open) kept.newest = undefined;
      kept.open = undefined;
    }
    kept.schedule = after;
    enter(kept, event, at);
  };

  log?.subscribe({ after: 0 }, (events) => {
    for (const event of events) if (isScheduleEvent(event)) project(event, event.seq, Date.parse(event.at));
  });

  const changed = () => {
    for (const listener of [...listeners]) listener();
  };

  return {
    see: async (scheduleIds, at) => scheduleIds.map((id) => keep(id, at).schedule),
    get: (scheduleId) => keptById.get(scheduleId)?.schedule ?? null,
    record: async (appends) => {
      if (log !== undefined) {
        await log.appendMany(appends);
        return;
      }
      for (const { stream, expectedSeq } of appends) {
        const actual = keptById.get(stream.slice(scheduleStream('').length))?.schedule.seq ?? 0;
        if (actual !== expectedSeq) throw new SequenceConflict(stream, expectedSeq, actual);
      }
      for (const { events, expectedSeq } of appends) {
        let seq = expectedSeq;
        for (const event of events) if (isScheduleEvent(event)) project(event, ++seq, Date.parse(event.at));
      }
    },
    ledger: (filter, { limit, before = ledger.length }) => {
      const entries: LedgerEntry[] = [];
      for (let number = Math.min(before, ledger.length) - 1; number >= 0; number--) {
        const entry = ledger[number];
        if (entry === undefined || !matches(entry, filter)) continue;
        if (entries.length === limit) return { entries, next: entries.at(-1)?.number ?? null };
        entries.push(entry);
      }
      return { entries, next: null };
    },
    trim: async (keep) => {
      const kept = new Map<string, number>();
      for (let number = ledger.length - 1; number >= 0; number--) {
        const entry = ledger[number];
        if (entry === undefined) continue;
        const newer = kept.get(entry.scheduleId) ?? 0;
        kept.set(entry.scheduleId, newer + 1);
        if (newer >= keep && entry.outcome !== 'deferred') ledger[number] = undefined;
      }
    },
    pauses: () => [...pauses.values()],
    pause: (pause) => {
      if (pauses.has(keyOf(pause))) return;
      pauses.set(keyOf(pause), pause);
      changed();
    },
    resume: (target) => {
      const wasPaused = pauses.delete(keyOf(target));
      if (wasPaused) changed();
      return wasPaused;
    },
    armed: (workspace) => [...armed.values()].filter((trigger) => trigger.workspace === workspace),
    arm: (triggers) => {
      for (const trigger of triggers) armed.set(trigger.scheduleId, trigger);
      changed();
    },
    disarm: (scheduleIds) => {
      for (const id of scheduleIds) armed.delete(id);
      changed();
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const keyOf = (target: PauseTarget): string =>
  target.scope === 'all' ? 'all' : target.scope === 'label' ? `label ${target.label}` : `schedule ${target.scheduleId}`;

function matches(entry: LedgerEntry, { scheduleIds, outcomes, from, to }: LedgerFilter): boolean {
  return (
    (scheduleIds === undefined || scheduleIds.includes(entry.scheduleId)) &&
    (outcomes === undefined || outcomes.includes(entry.outcome)) &&
    (from === undefined || entry.last >= from) &&
    (to === undefined || entry.first <= to)
  );
}
