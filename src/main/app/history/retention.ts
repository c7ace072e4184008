import type { RetentionPreview, RetentionLimits as Settings } from '../../../contract/runs.ts';
import type { RetentionLimits } from '../../../core/run/retention.ts';
import type { LogSurvey } from '../../ports/log-survey.ts';
import type { RunQueries } from '../../ports/run-queries.ts';
import type { RunStore } from '../../ports/run-store.ts';
import type { FlowStore } from '../../ports/workspace-store.ts';
import type { FlowCache } from '../workspaces/flow-cache.ts';
import { findFlowFiles } from '../workspaces/flow-files.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';

export interface Retention {
  /** What these limits would clear away now. */
  preview(limits: Settings): Promise<RetentionPreview>;
  /** Clears away what the settings say. Resolves to how many runs went. */
  apply(): Promise<number>;
  /** Does so every hour, the first time a moment after the start. */
  start(): void;
  stop(): void;
}

interface Dependencies {
  readonly queries: Pick<RunQueries, 'retention' | 'facets'>;
  readonly survey: Pick<LogSurvey, 'sizes'>;
  readonly runs: Pick<RunStore, 'remove'>;
  readonly workspaces: Pick<Workspaces, 'list'>;
  readonly flows: Pick<FlowStore, 'identify'>;
  readonly cache: FlowCache;
  readonly settings: () => Settings;
  readonly now: () => number;
  readonly report: (message: string) => void;
}

const FIRST_MS = 60_000;
const EVERY_MS = 60 * 60 * 1000;
const MEGABYTE = 1_000_000;

/** Keeps the history within what flow files and settings say. */
export function createRetention(parts: Dependencies): Retention {
  const { queries, survey, runs, settings, now, report } = parts;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const clearing = async (
    limits: Settings,
    byFlow: ReadonlyMap<string, RetentionLimits>,
    bytes: ReadonlyMap<string, number>,
  ) =>
    queries.retention({
      policy: {
        runs: limits.keepRuns,
        days: limits.keepDays,
        bytes: limits.keepLogMegabytes * MEGABYTE,
        keepFailed: limits.keepFailedRuns,
        byFlow: [...byFlow],
      },
      now: now(),
      bytes,
    });

  const apply = async (): Promise<number> => {
    const limits = settings();
    const byFlow = await limitsOfFlows(parts);
    const isLimited = limits.keepRuns + limits.keepDays + limits.keepLogMegabytes > 0;
    if (!isLimited && byFlow.size === 0) return 0;
    // Sizes are read from the disk, file by file: only when something hangs on them.
    const bytes = limits.keepLogMegabytes > 0 ? await survey.sizes() : new Map<string, number>();
    const cleared = await clearing(limits, byFlow, bytes);
    return (await runs.remove(cleared.map(({ id }) => id))).length;
  };

  const turn = async () => {
    try {
      await apply();
    } catch (error) {
      report(`Old runs were not cleared away: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (!isStopped) timer = setTimeout(() => void turn(), EVERY_MS).unref();
  };

  return {
    preview: async (limits) => {
      const [byFlow, bytes, facets] = await Promise.all([limitsOfFlows(parts), survey.sizes(), queries.facets()]);
      const names = new Map(facets.flows.map(({ flowId, flowName }) => [flowId, flowName]));
      const cleared = await clearing(limits, byFlow, bytes);
      const flows = [...Map.groupBy(cleared, ({ flowId }) => flowId)].map(([flowId, some]) => ({
        flowId,
        flowName: names.get(flowId) ?? null,
        runs: some.length,
        bytes: sum(some.map((one) => one.bytes)),
        own: byFlow.has(flowId),
      }));
      return {
        runs: cleared.length,
        bytes: sum(cleared.map((one) => one.bytes)),
        logBytes: sum([...bytes.values()]),
        flows: flows.sort((a, b) => b.runs - a.runs || (a.flowId < b.flowId ? -1 : 1)),
      };
    },
    apply,
    start: () => {
      timer ??= setTimeout(() => void turn(), FIRST_MS).unref();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** What flow files of trusted workspaces say of themselves, by flow id. A folder that is not trusted has no say in what goes. */
async function limitsOfFlows({
  workspaces,
  flows,
  cache,
}: Pick<Dependencies, 'workspaces' | 'flows' | 'cache'>): Promise<Map<string, RetentionLimits>> {
  const limits = new Map<string, RetentionLimits>();
  for (const { path, trusted } of await workspaces.list()) {
    if (!trusted) continue;
    for (const file of await findFlowFiles(path)) {
      const { runs = 0, days = 0 } = (await cache.read(path, file))?.reading.flow?.retention ?? {};
      if (runs > 0 || days > 0) limits.set(flows.identify(path, file), { runs, days });
    }
  }
  return limits;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
