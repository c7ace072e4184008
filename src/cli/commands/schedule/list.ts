import { join } from 'node:path';
import type { ScheduleRow, SchedulesOwner } from '../../../contract/schedules.ts';
import { explainOutcome } from '../../../core/ledger/index.ts';
import { firingOwner } from '../../../main/app/firing/firing.ts';
import type { Context } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { openStudio } from '../../open-studio.ts';
import { forPeople, withOffset, zoneFor } from './when.ts';

export interface ScheduleListOptions {
  readonly json: boolean;
}

/** Shows the triggers of all workspaces: how each stands, when it fires next, when it fired last. */
export async function list({ json }: ScheduleListOptions, context: Context): Promise<ExitCode> {
  const { output } = context;
  const studio = await openStudio(context);
  try {
    const { rows, pauses } = await studio.schedules.overview();
    const owner = firingOwner(studio.store);
    if (json) {
      await output.line(JSON.stringify({ owner, pauses, schedules: rows.map(asJson) }, null, 2));
      return EXIT.succeeded;
    }
    if (rows.length === 0) await output.line('No flow of a workspace has a trigger that fires by itself.');
    for (const row of rows) await output.line(lineOf(row));
    if (rows.length > 0) await output.line(ownerLine(owner));
    if (pauses.some(({ scope }) => scope === 'all')) await output.line('Everything is paused.');
    return EXIT.succeeded;
  } finally {
    await studio.close();
  }

  function lineOf(row: ScheduleRow): string {
    const { style } = output;
    const zone = zoneFor(row.zone);
    const when =
      row.waiting !== null
        ? `waits since ${forPeople(zone, row.waiting.since)}: ${explainOutcome('deferred', row.waiting.reason)}`
        : row.next !== null && row.state === 'active'
          ? `next ${forPeople(zone, row.next.fireAt)} ${style.dim(row.zone)}`
          : '';
    const state = STATES[row.state];
    const what = `${style.bold(row.flowName)} ${row.words}`;
    return [what, state, when, row.problem ?? ''].filter((part) => part !== '').join('  ');
  }
}

const STATES: Readonly<Record<ScheduleRow['state'], string>> = {
  active: '',
  waiting: '',
  paused: 'paused',
  'not-armed': 'not armed: `chronum schedule arm` shows what it does',
  'not-trusted': 'its workspace is not trusted',
  off: 'off',
  ended: 'has ended',
  invalid: 'its flow is not valid',
};

const ownerLine = (
  owner: { readonly kind: NonNullable<SchedulesOwner>['kind']; readonly pid: number } | null,
): string =>
  owner === null
    ? 'Nothing fires them now: start the app, or `chronum daemon`.'
    : `Fired by the ${owner.kind} (process ${owner.pid}).`;

function asJson(row: ScheduleRow) {
  const zone = zoneFor(row.zone);
  return {
    id: row.id,
    flow: row.flowName,
    file: join(row.workspace, row.file),
    trigger: row.index,
    triggerId: row.triggerId,
    type: row.type,
    words: row.words,
    zone: row.zone,
    state: row.state,
    problem: row.problem,
    next: row.next && { at: withOffset(zone, row.next.nominal), fireAt: withOffset(zone, row.next.fireAt) },
    last: row.last && { at: withOffset(zone, row.last.nominal), run: row.last.runId, status: row.last.status },
    runs: row.runs,
    waiting: row.waiting && { since: withOffset(zone, row.waiting.since), reason: row.waiting.reason },
    pausedBy: row.pausedBy,
  };
}
