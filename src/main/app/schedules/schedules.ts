import type {
  AgendaDay,
  BackfillOutcome,
  LedgerRow,
  PauseTarget,
  Preview,
  ScheduleOverview,
  SchedulesOwner,
} from '../../../contract/schedules.ts';
import { err, ok, type Result } from '../../../core/base/result.ts';
import type { Trigger } from '../../../core/flow/flow.ts';
import type { FlowRef } from '../../../core/run/event.ts';
import type { ExceptRange, Instant } from '../../../core/schedule/index.ts';
import type { RunStore } from '../../ports/run-store.ts';
import type { LedgerFilter, ScheduleStore } from '../../ports/schedule-store.ts';
import { armPending } from '../../scheduler/arming.ts';
import { createTimings, isCalendarFile, zoneOf } from '../../scheduler/timing.ts';
import { type AgendaQuestion, type AgendaSchedule, agendaOf } from './agenda.ts';
import type { Backfill } from './backfill.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { lookAhead, typicalRunTime } from './look-ahead.ts';
import { createRows, flowIdOf, type PlacedRow, type ReadEntry, seenOf, targetOf } from './rows.ts';

/** Everything that a person sees and does of schedules, whichever process fires them. */
export interface Schedules {
  readonly localZone: () => string;
  overview(): Promise<ScheduleOverview>;
  /** Calls `listener` when the overview may have changed, apart from what the clock alone changes. */
  watch(listener: () => void): () => void;
  ledger(
    filter: LedgerFilter,
    page: { limit: number; before?: number },
  ): Promise<{ rows: LedgerRow[]; next: number | null }>;
  pause(target: PauseTarget): void;
  resume(target: PauseTarget): boolean;
  agenda(question: AgendaQuestion & { readonly scheduleIds?: readonly string[] | undefined }): Promise<AgendaDay[]>;
  preview(question: PreviewRequest): Promise<Preview>;
  /** All of them or none: each has to have the form that was seen. */
  arm(triggers: readonly SeenTrigger[]): Promise<Result<void, ArmRefusal>>;
  /** The days that files of `except` name: of a trigger that is being written, relative to its flow's file. */
  exceptDays(flow: Pick<FlowRef, 'workspace' | 'file'>, trigger: Trigger): Promise<readonly ExceptRange[]>;
  /** When the schedule was first seen, which its intervals count from; null when it never was. */
  firstSeen(scheduleId: string): Instant | null;
  backfill(request: BackfillRequest): Promise<Result<BackfillOutcome, BackfillRefusal>>;
}

export interface PreviewRequest {
  readonly from?: Instant | undefined;
  readonly to: Instant;
  readonly scheduleIds?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SeenTrigger {
  readonly scheduleId: string;
  readonly seen: string;
}

export type ArmRefusal =
  | { readonly code: 'NOT_FOUND' | 'NOT_TRUSTED'; readonly problem: string }
  | { readonly code: 'CONFLICT'; readonly problem: string; readonly now: string };

export interface BackfillRequest {
  readonly scheduleId: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly dryRun: boolean;
}

export interface BackfillRefusal {
  readonly code: 'NOT_FOUND' | 'NOT_TRUSTED' | 'INVALID';
  readonly problems: readonly string[];
}

interface Dependencies {
  readonly catalog: Catalog;
  readonly schedules: ScheduleStore;
  readonly runs: Pick<RunStore, 'get' | 'list'>;
  readonly now: () => Instant;
  readonly localZone: () => string;
  readonly owner: () => SchedulesOwner;
  readonly backfill: Backfill;
  /** The days that files of `except` name. */
  readonly readExcept: (flow: FlowRef, trigger: Trigger) => Promise<readonly ExceptRange[]>;
  /** Calls the listener when outcomes or the ends of runs were written. */
  readonly watchOutcomes: (listener: () => void) => () => void;
}

const MEASURED_RUNS = 15;

export function createSchedules(deps: Dependencies): Schedules {
  const { catalog, schedules, runs, now, localZone, owner, readExcept, watchOutcomes } = deps;
  const rowsOf = createRows({ schedules, statusOf: (runId) => runs.get(runId)?.status ?? null });
  const timings = createTimings();

  const withExcept = async (entry: CatalogEntry): Promise<ReadEntry> => {
    if (!entry.trigger.except?.some(isCalendarFile)) return entry;
    return { ...entry, except: await readExcept(entry.flow, entry.trigger) };
  };

  /** Two triggers with one id are an error of their flow; one row stands for both. */
  const placed = async (): Promise<PlacedRow[]> => {
    const context = { now: now(), localZone: localZone(), pauses: schedules.pauses() };
    const entries = await Promise.all((await catalog.list()).map(withExcept));
    const rows = rowsOf(entries, context);
    return [...new Map(rows.toReversed().map((one) => [one.row.id, one])).values()].toReversed();
  };

  /** What fires, now or once it is resumed. */
  const firing = async (scheduleIds: readonly string[] | undefined): Promise<PlacedRow[]> => {
    const wanted = scheduleIds && new Set(scheduleIds);
    return (await placed()).filter(
      ({ row }) =>
        (row.state === 'active' || row.state === 'waiting' || row.state === 'paused') &&
        (wanted === undefined || wanted.has(row.id)),
    );
  };

  const agendaSchedule = ({ row, scheduled }: PlacedRow): AgendaSchedule[] => {
    const stored = schedules.get(row.id);
    const bound = timings.bind(scheduled, stored ?? { firstSeen: now() }, localZone());
    if (bound === null) return [];
    const after = Math.max(scheduled.armedAt, stored?.decided ?? now());
    const left = row.maxRuns === null ? Number.POSITIVE_INFINITY : Math.max(0, row.maxRuns - row.runs);
    return [{ id: row.id, bound, zone: zoneOf(scheduled.trigger, localZone()), after, left }];
  };

  return {
    localZone,
    firstSeen: (scheduleId) => schedules.get(scheduleId)?.firstSeen ?? null,
    overview: async () => ({
      rows: (await placed()).map(({ row }) => row),
      pauses: schedules.pauses().map(targetOf),
      owner: owner(),
      localZone: localZone(),
    }),
    watch(listener) {
      const stops = [catalog.watch(listener), schedules.watch(listener), watchOutcomes(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    async ledger(filter, page) {
      const { entries, next } = schedules.ledger(filter, page);
      const names = new Map((await catalog.list()).map(({ flow }) => [flow.id, flow.name]));
      const rows = entries.map(({ number, scheduleId, outcome, reason, first, last, count, runId, into, at }) => {
        const run = runId === null ? null : runs.get(runId);
        const flowName = names.get(flowIdOf(scheduleId)) ?? run?.flowName ?? null;
        const runStatus = run?.status ?? null;
        return { number, scheduleId, flowName, outcome, reason, first, last, count, runId, runStatus, into, at };
      });
      return { rows, next };
    },
    pause: (target) => schedules.pause({ ...target, at: now(), by: 'app' }),
    resume: (target) => schedules.resume(target),
    agenda: async (question) => agendaOf((await firing(question.scheduleIds)).flatMap(agendaSchedule), question),
    async preview({ from = now(), to, scheduleIds, signal }) {
      const shown = await firing(scheduleIds);
      const runTimes = new Map<string, number | null>();
      for (const { scheduled } of shown) {
        const { id: flowId } = scheduled.flow;
        if (!runTimes.has(flowId))
          runTimes.set(flowId, typicalRunTime(runs.list({ flowId }, { limit: MEASURED_RUNS }).runs));
      }
      return lookAhead({
        schedules: shown.map(({ scheduled }) => scheduled),
        from,
        to,
        localZone: localZone(),
        stored: (id) => schedules.get(id),
        pauses: schedules.pauses(),
        runTime: (flowId) => runTimes.get(flowId) ?? null,
        timings,
        signal,
      });
    },
    async arm(triggers) {
      const byId = new Map((await placed()).map((one) => [one.row.id, one]));
      const seen: PlacedRow[] = [];
      for (const { scheduleId, seen: form } of triggers) {
        const found = byId.get(scheduleId);
        if (found === undefined)
          return err({ code: 'NOT_FOUND', problem: 'This trigger is not in its file any more.' });
        const { row, scheduled } = found;
        if (row.state === 'not-trusted')
          return err({ code: 'NOT_TRUSTED', problem: `${row.workspace} is restricted: trust it first` });
        const present = seenOf(scheduled.trigger);
        if (present !== form)
          return err({
            code: 'CONFLICT',
            now: present,
            problem: `A trigger of ${row.flowName} was changed in between.`,
          });
        if (row.pending !== null) seen.push(found);
      }
      const pending = seen.map(({ row, scheduled: { flow, trigger } }) => ({
        scheduleId: row.id,
        flow,
        trigger,
        before: null,
      }));
      if (pending.length > 0) armPending(schedules, pending, now());
      schedules.disarm(seen.flatMap(({ replaces }) => replaces ?? []));
      return ok(undefined);
    },
    exceptDays: ({ workspace, file }, trigger) => readExcept({ id: '', name: file, workspace, file }, trigger),
    async backfill(request) {
      const found = (await placed()).find(({ row }) => row.id === request.scheduleId);
      if (found === undefined)
        return err({ code: 'NOT_FOUND', problems: ['This trigger is not in its file any more.'] });
      const { row } = found;
      if (row.problem !== null) return err({ code: 'INVALID', problems: [row.problem] });
      if (row.state === 'not-trusted')
        return err({ code: 'NOT_TRUSTED', problems: [`${row.workspace} is restricted: trust it first`] });
      return deps.backfill(found.scheduled, request, localZone());
    },
  };
}
