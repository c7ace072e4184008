import { isAbsolute, join, sep } from 'node:path';
import type { RunSummary } from '../../ports/run-store.ts';
import type { Favourite } from './tray-model.ts';

interface Sources {
  /** Of the settings: absolute paths of flow files. */
  readonly chosen: readonly string[];
  /** Runs of late, in any order. */
  readonly recent: readonly RunSummary[];
  /** Folders whose flows may run. */
  readonly trusted: readonly string[];
}

const MOST = 5;

/** The flows that a person chose, else those that people run most; only what may run without asking. */
export function favouriteFlows({ chosen, recent, trusted }: Sources): readonly Favourite[] {
  return chosen.length > 0 ? chosenFlows(chosen, recent, trusted) : mostRun(recent, trusted);
}

function chosenFlows(chosen: readonly string[], recent: readonly RunSummary[], trusted: readonly string[]) {
  return chosen.flatMap((path): Favourite[] => {
    const workspace = trusted
      .filter((folder) => isAbsolute(path) && path.startsWith(folder.endsWith(sep) ? folder : folder + sep))
      .sort((a, b) => b.length - a.length)[0];
    if (workspace === undefined) return [];
    const run = recent.find((candidate) => join(candidate.workspace, candidate.file) === path);
    const file = path.slice(workspace.length).split(sep).filter(Boolean).join('/');
    return [{ flowName: run?.flowName ?? nameOf(file), workspace, file }];
  });
}

/** `flows/backup.yaml` and `backup.chronum.yaml` are `backup`. */
const nameOf = (file: string): string =>
  file
    .split('/')
    .at(-1)!
    .replace(/(\.chronum)?\.ya?ml$/, '') || file;

function mostRun(recent: readonly RunSummary[], trusted: readonly string[]): readonly Favourite[] {
  const byFlow = new Map<string, { readonly latest: RunSummary; readonly count: number }>();
  for (const run of recent) {
    if (run.trigger.type !== 'manual' || !trusted.includes(run.workspace)) continue;
    const known = byFlow.get(run.flowId);
    const latest = known !== undefined && known.latest.createdAt >= run.createdAt ? known.latest : run;
    byFlow.set(run.flowId, { latest, count: (known?.count ?? 0) + 1 });
  }
  return [...byFlow.values()]
    .sort((a, b) => b.count - a.count || (a.latest.createdAt < b.latest.createdAt ? 1 : -1))
    .slice(0, MOST)
    .map(({ latest: { flowName, workspace, file } }) => ({ flowName, workspace, file }));
}
