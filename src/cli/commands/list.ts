import { join } from 'node:path';
import type { RunSummary } from '../../main/ports/run-store.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { colourOf, elapsedBetween, markOf } from '../output/words.ts';
import { readStore } from '../read-store.ts';

export interface ListOptions {
  readonly limit: number;
  readonly json: boolean;
}

/** Shows the last runs, newest first. */
export async function list({ limit, json }: ListOptions, { output }: Context): Promise<ExitCode> {
  const store = readStore();
  try {
    const runs = store
      ? store.runs.list({}, { limit }).runs.map((run) => ({ ...run, status: store.statusOf(run) }))
      : [];
    if (json) await output.line(JSON.stringify(runs.map(asJson), null, 2));
    else if (runs.length === 0) await output.line('Nothing was run so far: `chronum run FILE` runs a flow.');
    for (const row of json ? [] : table(runs)) await output.line(row);
    return EXIT.succeeded;
  } finally {
    store?.close();
  }

  function table(runs: readonly RunSummary[]): string[] {
    const { style } = output;
    const nameWidth = Math.max(...runs.map(({ flowName }) => flowName.length));
    return runs.map((run) => {
      const took = run.startedAt ? elapsedBetween(run.startedAt, run.finishedAt) : '';
      const status = `${markOf(run.status, style)} ${colourOf(run.status, style)(run.status.padEnd(11))}`;
      const when = style.dim(localTime(run.createdAt));
      return `${run.id}  ${status}  ${run.flowName.padEnd(nameWidth)}  ${when}  ${took.padStart(8)}  ${style.dim(run.trigger.type)}`;
    });
  }
}

const asJson = ({ id, flowName, workspace, file, status, trigger, startedAt, finishedAt }: RunSummary) => ({
  id,
  flow: flowName,
  file: join(workspace, file),
  status,
  trigger: trigger.type,
  startedAt,
  finishedAt,
});

/** `2026-11-23 02:10:05`, by the clock on the wall here. */
function localTime(instant: string): string {
  const at = new Date(instant);
  const pad = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${day} ${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}
