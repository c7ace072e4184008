import type { BackfillOutcome } from '../../../contract/schedules.ts';
import { err, ok, type Result } from '../../../core/base/result.ts';
import type { Instant } from '../../../core/schedule/index.ts';
import type { Engine, StartedRun, StartRequest } from '../../engine/engine.ts';
import { RunRefused } from '../../engine/engine.ts';
import { SequenceConflict } from '../../ports/event-log.ts';
import type { ScheduleStore } from '../../ports/schedule-store.ts';
import { type BackfillInstant, backfillFire, MOST_BACKFILLED, planBackfill } from '../../scheduler/backfill.ts';
import { isTimed, type ScheduledFlow } from '../../scheduler/scheduled-flow.ts';
import { zoneOf } from '../../scheduler/timing.ts';
import type { PrepareFlow } from '../prepare-flow.ts';
import { localOccurrence, zoneNamed } from './local-occurrence.ts';

export interface BackfillRange {
  readonly from: Instant;
  readonly to: Instant;
  readonly dryRun: boolean;
}

/** Runs a flow for instants of the past that have no run, one after the other, or only says which they are. */
export type Backfill = (
  schedule: ScheduledFlow,
  range: BackfillRange,
  localZone: string,
) => Promise<
  Result<
    BackfillOutcome,
    { readonly code: 'INVALID' | 'NOT_FOUND' | 'NOT_TRUSTED'; readonly problems: readonly string[] }
  >
>;

interface Dependencies {
  readonly schedules: ScheduleStore;
  readonly prepareFlow: PrepareFlow;
  readonly engine: Pick<Engine, 'start'>;
  /** The variables that steps inherit. */
  readonly environment: () => Readonly<Record<string, string>>;
  readonly newRunId: () => string;
  readonly now: () => Instant;
  /** Told of what no answer can tell any more. */
  readonly report: (message: string) => void;
}

const LISTED = 500;
/** A schedule that fires at this very moment writes into the same stream: its turn first, then ours. */
const ATTEMPTS = 5;

export function createBackfill(deps: Dependencies): Backfill {
  const { schedules, prepareFlow, engine, environment, newRunId, now, report } = deps;
  const underWay = new Set<string>();

  const start = async (instant: BackfillInstant, request: Omit<StartRequest, 'trigger'>): Promise<StartedRun> => {
    for (let attempt = 1; ; attempt++) {
      const runId = newRunId();
      const { trigger, record } = await backfillFire(instant, runId, schedules, now());
      try {
        return await engine.start({ ...request, runId, trigger, alongside: [record] });
      } catch (error) {
        if (!(error instanceof SequenceConflict) || attempt === ATTEMPTS) throw error;
      }
    }
  };

  /** One after the other: a flow that was never meant to run beside itself does not begin to. */
  const startRest = async (
    first: StartedRun,
    rest: readonly BackfillInstant[],
    request: Omit<StartRequest, 'trigger'>,
  ): Promise<void> => {
    let before = first;
    for (const instant of rest) {
      await before.finished;
      before = await start(instant, request);
    }
    await before.finished;
  };

  return async (schedule, { from, to, dryRun }, localZone) => {
    if (!isTimed(schedule.trigger))
      return invalid('This trigger fires by events: nothing of the past can be told of it.');
    const planned = planBackfill(schedule, { from, to: Math.min(to, now()) }, schedules, localZone, from);
    if (planned.length > MOST_BACKFILLED)
      return invalid(
        `More than ${MOST_BACKFILLED.toLocaleString('en')} instants are in this range: choose a shorter one.`,
      );
    const zone = zoneNamed(zoneOf(schedule.trigger, localZone));
    const due = planned.filter(({ alreadyFired }) => alreadyFired === null);
    const outcome: BackfillOutcome = {
      instants: planned.slice(0, LISTED).map(({ nominal, alreadyFired }) => ({
        ...localOccurrence({ nominal, fireAt: nominal }, zone),
        runId: alreadyFired,
      })),
      count: planned.length,
      present: planned.length - due.length,
      started: 0,
    };
    const [first, ...rest] = due;
    if (dryRun || first === undefined) return ok(outcome);
    if (underWay.has(schedule.id))
      return invalid('The past of this trigger is being filled in already: wait for its runs.');
    const { workspace, file, name } = schedule.flow;
    const prepared = await prepareFlow(workspace, file, schedule.trigger.params ?? {});
    if (!prepared.ok) return err({ code: 'INVALID', problems: prepared.error.problems });
    const request = { ...prepared.value.request, environment: environment() };
    underWay.add(schedule.id);
    try {
      const started = await start(first, request);
      startRest(started, rest, request)
        .catch((error: unknown) => report(`The past of ${name} was not filled in to the end: ${messageOf(error)}`))
        .finally(() => underWay.delete(schedule.id));
    } catch (error) {
      underWay.delete(schedule.id);
      if (!(error instanceof RunRefused)) throw error;
      return err({ code: 'INVALID', problems: error.problems });
    }
    return ok({ ...outcome, started: due.length });
  };
}

const invalid = (problem: string) => err({ code: 'INVALID' as const, problems: [problem] });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
