import type { Params } from '../../../core/run/params.ts';
import type { EventReader } from '../../ports/event-log.ts';
import type { TerminalInput } from '../../ports/processes.ts';
import type { RunStore } from '../../ports/run-store.ts';
import type { AskRun } from '../ask-run.ts';
import { followRun } from '../follow-run.ts';
import { removedRuns } from '../history/removed-logs.ts';
import type { Rerun } from '../rerun.ts';
import type { StartRun } from '../start-run.ts';
import { paced } from '../streams.ts';
import { os } from './base.ts';
import { changesSummary } from './flows.ts';

/** Milliseconds between two items of summaries, and how many one holds. */
const PACE_MS = 100;
const BATCH = 200;

interface RunChange {
  readonly runId: string;
  readonly isRemoved: boolean;
}

export interface RunParts {
  readonly log: EventReader;
  readonly runs: RunStore;
  readonly askRun: AskRun;
  readonly startRun: StartRun;
  readonly rerun: Rerun;
  /** The variables that steps inherit, of runs that start now. */
  readonly environment: () => Readonly<Record<string, string>>;
  /** The time, RFC 3339 UTC. */
  readonly now: () => string;
}

export const runRouter = ({ log, runs, askRun, startRun, rerun, environment, now }: RunParts) => ({
  runs: {
    start: os.runs.start.handler(async ({ input, errors }) => {
      const { workspace, file, params = {}, maxParallel, only } = input;
      const started = await startRun({
        workspace,
        file,
        params,
        trigger: { type: 'manual' },
        environment: environment(),
        needsTrust: true,
        ...definedOf<{ maxParallel?: number; only?: readonly string[] }>({ maxParallel, only }),
      });
      if (started.ok) return { runId: started.value.runId };
      const { code, problems } = started.error;
      if (code === 'INVALID') throw errors.INVALID({ data: { problems: [...problems] } });
      throw errors[code]({ message: problems.join('\n') });
    }),
    rerun: os.runs.rerun.handler(async ({ input: { runId, scope, params, edited }, errors }) => {
      const options = definedOf<{ params?: Params; edited?: boolean }>({ params, edited });
      const started = await rerun({ runId, scope, environment: environment(), needsTrust: true, ...options });
      if (started.ok) return { runId: started.value.runId };
      const { code, problems } = started.error;
      if (code === 'INVALID') throw errors.INVALID({ data: { problems: [...problems] } });
      throw errors[code]({ message: problems.join('\n') });
    }),
    get: os.runs.get.handler(({ input: { runId }, errors }) => {
      const run = runs.get(runId);
      if (!run) throw errors.NOT_FOUND({ message: `There is no run ${runId}.` });
      return run;
    }),
    watch: os.runs.watch.handler(async function* ({ input: { flowId }, signal }) {
      const subscribe = (push: (change: RunChange) => void) =>
        log.subscribe({ after: log.head(), live: true }, (events) => {
          for (const event of events) {
            if (changesSummary(event)) push({ runId: event.runId, isRemoved: false });
            else for (const runId of removedRuns(event)) push({ runId, isRemoved: true });
          }
        });
      for await (const changes of paced(subscribe, { signal, interval: PACE_MS, limit: BATCH })) {
        const changed = new Set(changes.flatMap(({ runId, isRemoved }) => (isRemoved ? [] : runId)));
        const wanted = [...changed]
          .flatMap((runId) => runs.get(runId) ?? [])
          .filter((run) => flowId === undefined || run.flowId === flowId);
        const removed = changes.flatMap(({ runId, isRemoved }) => (isRemoved ? runId : []));
        if (wanted.length + removed.length > 0) yield { runs: wanted, removed };
      }
    }),
    events: os.runs.events.handler(async function* ({ input: { runId, afterSeq }, signal, errors }) {
      if (!runs.get(runId)) throw errors.NOT_FOUND({ message: `There is no run ${runId}.` });
      yield* followRun(log, { runId, afterSeq, signal });
    }),
    command: os.runs.command.handler(async ({ input: { id, runId, kind, data }, errors }) => {
      if (!runs.get(runId)) throw errors.NOT_FOUND({ message: `There is no run ${runId}.` });
      const command = { id, runId, kind, at: now(), by: 'app' };
      return { accepted: await askRun.command(data === undefined ? command : { ...command, data }) };
    }),
    input: os.runs.input.handler(async ({ input: { id, key, text, size }, errors }) => {
      if (!runs.get(key.runId)) throw errors.NOT_FOUND({ message: `There is no run ${key.runId}.` });
      const input = definedOf<TerminalInput>({ text, size });
      const accepted = await askRun.input({ id, at: now(), by: 'app', key, input });
      if (accepted !== 'no-terminal') return { accepted };
      const problems = [`${key.stepId} has no terminal to type into: give it \`tty: true\``];
      throw errors.INVALID({ data: { problems } });
    }),
  },
});

/** Without the keys whose value is undefined. */
export const definedOf = <T extends object>(object: { [K in keyof T]?: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
