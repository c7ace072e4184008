import type { BackfillOutcome } from '../../../contract/schedules.ts';
import { err, ok, type Result } from '../../../core/base/result.ts';
import type { Instant } from '../../../core/schedule/index.ts';
import { RunRefused } from '../../engine/create-engine.ts';
import type { Engine } from '../../engine/engine.ts';
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

/** Runs a flow for instants of the past that have no run, oldest first, or only says which they are. */
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
}

const LISTED = 500;
/** A schedule that fires at this very moment writes into the same stream: its turn first, then ours. */
const ATTEMPTS = 5;

export function createBackfill(deps: Dependencies): Backfill {
  const { schedules, prepareFlow, engine, environment, newRunId, now } = deps;

  const start = async (instant: BackfillInstant, request: Omit<Parameters<Engine['start']>[0], 'trigger'>) => {
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

  return async (schedule, { from, to, dryRun }, localZone) => {
    if (!isTimed(schedule.trigger))
      return err({
        code: 'INVALID',
        problems: ['This trigger fires by events: nothing of the past can be told of it.'],
      });
    const planned = planBackfill(schedule, { from, to: Math.min(to, now()) }, schedules, localZone, from);
    if (planned.length > MOST_BACKFILLED) {
      const problem = `More than ${MOST_BACKFILLED.toLocaleString('en')} instants are in this range: choose a shorter one.`;
      return err({ code: 'INVALID', problems: [problem] });
    }
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
    if (dryRun || due.length === 0) return ok(outcome);
    const { workspace, file } = schedule.flow;
    const prepared = await prepareFlow(workspace, file, schedule.trigger.params ?? {});
    if (!prepared.ok) return err({ code: 'INVALID', problems: prepared.error.problems });
    let started = 0;
    try {
      for (const instant of due) {
        await start(instant, { ...prepared.value.request, environment: environment() });
        started++;
      }
    } catch (error) {
      if (!(error instanceof RunRefused)) throw error;
      return err({ code: 'INVALID', problems: error.problems });
    }
    return ok({ ...outcome, started });
  };
}
