import { explainOutcome, type Outcome } from '../../../core/ledger/index.ts';
import type { LedgerEntry } from '../../../main/ports/schedule-store.ts';
import type { Context } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { knownWorkspaces, openStudio } from '../../open-studio.ts';
import { chosen, readFlowSchedules } from './flow-schedules.ts';
import { forPeople, instantFrom, withOffset, zoneFor } from './when.ts';

export interface LedgerOptions {
  readonly trigger?: string;
  readonly outcome: readonly Outcome[];
  readonly from?: string;
  readonly to?: string;
  readonly zone?: string;
  readonly limit: number;
  readonly json: boolean;
}

/** Shows what became of instants that were due, newest first: of a flow file, or of all. */
export async function ledger(file: string | undefined, options: LedgerOptions, context: Context): Promise<ExitCode> {
  const { output } = context;
  const zone = zoneFor(options.zone);
  const studio = await openStudio(context);
  try {
    const { store } = studio;
    const known = { workspaces: knownWorkspaces(studio), flowId: store.flows.identify };
    const named =
      file === undefined ? undefined : chosen(await readFlowSchedules(file, known, context), options.trigger);
    const { entries } = store.schedules.ledger(
      {
        ...(named === undefined ? {} : { scheduleIds: named.map(({ id }) => id) }),
        ...(options.outcome.length === 0 ? {} : { outcomes: options.outcome }),
        ...(options.from === undefined ? {} : { from: instantFrom(options.from, '--from', zone) }),
        ...(options.to === undefined ? {} : { to: instantFrom(options.to, '--to', zone) }),
      },
      { limit: options.limit },
    );
    if (options.json) {
      await output.line(JSON.stringify(entries.map(asJson), null, 2));
      return EXIT.succeeded;
    }
    const names = new Map((await studio.schedules.overview()).rows.map((row) => [row.id, row.flowName]));
    if (entries.length === 0) await output.line('Nothing was due so far.');
    for (const entry of entries) await output.line(lineOf(entry, names.get(entry.scheduleId) ?? entry.scheduleId));
    return EXIT.succeeded;
  } finally {
    await studio.close();
  }

  function asJson({ scheduleId, outcome, reason, first, last, count, runId, into, at }: LedgerEntry) {
    return {
      schedule: scheduleId,
      outcome,
      reason,
      first: withOffset(zone, first),
      last: withOffset(zone, last),
      count,
      run: runId,
      into: into === null ? null : withOffset(zone, into),
      decidedAt: withOffset(zone, at),
    };
  }

  function lineOf({ outcome, reason, first, last, count, runId, into }: LedgerEntry, name: string): string {
    const { style } = output;
    const span =
      count === 1 ? forPeople(zone, first) : `${count} from ${forPeople(zone, first)} to ${forPeople(zone, last)}`;
    const into_ = into === null || into === first ? '' : ` into ${forPeople(zone, into)}`;
    const run = runId === null ? '' : ` run ${runId}`;
    return `${outcome.padEnd(8)} ${span}  ${style.bold(name)}${run}${into_}  ${style.dim(explainOutcome(outcome, reason))}`;
  }
}
