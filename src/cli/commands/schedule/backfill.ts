import type { Studio } from '../../../main/app/studio.ts';
import type { FinishedRun } from '../../../main/engine/engine.ts';
import { type BackfillInstant, backfillFire, MOST_BACKFILLED, planBackfill } from '../../../main/scheduler/backfill.ts';
import { isTimed } from '../../../main/scheduler/scheduled-flow.ts';
import { zoneOf } from '../../../main/scheduler/timing.ts';
import type { Context } from '../../context.ts';
import { EXIT, type ExitCode, UsageError } from '../../exit-code.ts';
import { knownWorkspaces, openStudio } from '../../open-studio.ts';
import { cancelThenKill, watchSignals } from '../../signals.ts';
import { chosen, type IndexedSchedule, readFlowSchedules } from './flow-schedules.ts';
import { instantFrom, localZoneName, withOffset, zoneFor } from './when.ts';

export interface BackfillOptions {
  readonly from: string;
  readonly to?: string;
  readonly trigger?: string;
  readonly dryRun: boolean;
  readonly again: boolean;
  readonly json: boolean;
}

interface Due extends BackfillInstant {
  readonly schedule: IndexedSchedule;
}

/** Runs a flow for the instants of a past range that have no run yet, one after the other in this process, or only lists them. */
export async function backfill(file: string, options: BackfillOptions, context: Context): Promise<ExitCode> {
  const { output } = context;
  const local = localZoneName();
  const studio = await openStudio(context);
  const signals = watchSignals(cancelThenKill(studio.engine, output));
  try {
    const due = await plan();
    const results: { readonly at: string; readonly run: string; readonly status: string }[] = [];
    for (const one of options.dryRun ? [] : due) {
      if (signals.wasCancelled()) break;
      const ended = await runFor(one, studio);
      results.push({ at: atOf(one), run: ended.runId, status: ended.status });
      if (!options.json) await output.line(`${atOf(one)}  run ${ended.runId} ${ended.status}`);
    }
    if (options.json) await output.line(JSON.stringify(options.dryRun ? due.map(asJson) : results, null, 2));
    else if (options.dryRun) await showPlan(due);
    else await output.line(`${results.length} of ${due.length} instants were run.`);
    if (signals.wasCancelled()) return EXIT.cancelled;
    return results.every(({ status }) => status === 'succeeded') ? EXIT.succeeded : EXIT.failed;
  } finally {
    signals.stop();
    await studio.close();
  }

  async function plan(): Promise<readonly Due[]> {
    const known = { workspaces: knownWorkspaces(studio), flowId: studio.store.flows.identify };
    const schedules = chosen(await readFlowSchedules(file, known, context), options.trigger).filter(({ trigger }) =>
      isTimed(trigger),
    );
    if (schedules.length === 0) throw new UsageError('only triggers that fire by the clock can be filled in');
    const zone = zoneFor(local);
    const from = instantFrom(options.from, '--from', zone);
    const to = Math.min(Date.now(), options.to === undefined ? Date.now() : instantFrom(options.to, '--to', zone));
    if (to < from) throw new UsageError('the range ends before it begins: what is to come needs no filling in');
    const all = schedules.flatMap((schedule) =>
      planBackfill(schedule, { from, to }, studio.store.schedules, local, from).map(
        (one): Due => ({ ...one, schedule }),
      ),
    );
    if (all.length > MOST_BACKFILLED) {
      throw new UsageError(`more than ${MOST_BACKFILLED} instants are in this range: choose a shorter one`);
    }
    return all
      .filter(({ alreadyFired }) => options.again || alreadyFired === null)
      .sort((a, b) => a.nominal - b.nominal);
  }

  async function runFor(due: Due, { engine, prepareFlow, store, environment }: Studio): Promise<FinishedRun> {
    const { flow, trigger } = due.schedule;
    const prepared = await prepareFlow(flow.workspace, flow.file, trigger.params ?? {});
    if (!prepared.ok) throw new UsageError(prepared.error.problems.join('\n'));
    const runId = studio.newRunId();
    const fire = await backfillFire(due, runId, store.schedules, Date.now());
    const { finished } = await engine.start({
      ...prepared.value.request,
      runId,
      environment,
      trigger: fire.trigger,
      alongside: [fire.record],
    });
    return finished;
  }

  async function showPlan(due: readonly Due[]): Promise<void> {
    for (const one of due) {
      const params = Object.entries(one.params).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
      await output.line(`${atOf(one)}  trigger ${one.schedule.index}  ${params.join(' ')}`.trimEnd());
    }
    await output.line(`${due.length} instants would be run. Nothing was.`);
  }

  function atOf({ nominal, schedule }: Due): string {
    return withOffset(zoneFor(zoneOf(schedule.trigger, local)), nominal);
  }

  function asJson(due: Due) {
    const { schedule, params, alreadyFired } = due;
    return { at: atOf(due), trigger: schedule.index, id: schedule.trigger.id, params, run: alreadyFired };
  }
}
