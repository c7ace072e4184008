import { homedir } from 'node:os';
import type { Finding, Health } from '../../../contract/health.ts';
import type { OwnerRef } from '../../../core/run/event.ts';
import type { Processes } from '../../ports/processes.ts';
import type { SecretStore } from '../../ports/secret-store.ts';
import type { Store } from '../../store/open-store.ts';
import { diagnose } from '../doctor/index.ts';
import { inheritedEnvironment, splitEnvironment } from '../environment.ts';
import { diagnosticsText } from './diagnostics.ts';
import { fileSize, folderSize } from './folder-size.ts';
import { createRedactor } from './redact.ts';
import { stepProcesses } from './step-processes.ts';

export interface HealthParts {
  readonly store: Pick<Store, 'paths' | 'runs' | 'owners' | 'events'>;
  readonly owner: OwnerRef;
  /** Which process fires schedules; null when none does. */
  readonly firingOwner: () => OwnerRef | null;
  readonly secrets: SecretStore;
  readonly processes: Processes;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly ownFolder: string;
  /** The time, RFC 3339 UTC. */
  readonly now: () => string;
  /** What was reported so far, oldest first. */
  readonly reports: () => Health['reports'];
}

export interface HealthOf {
  overview(version: string): Promise<Health>;
  /** Looks at all that runs need, one finding a thing. */
  check(): AsyncIterable<Finding>;
  /** Overview and findings as a text without secrets. */
  diagnostics(version: string): Promise<string>;
}

const MOST_LOG_FILES = 200_000;

/** How this studio stands, for a person who wants to know, or to tell somebody who helps. */
export function createHealth(parts: HealthParts): HealthOf {
  const { store, secrets, processes, environment, ownFolder } = parts;
  const { paths, runs, owners, events } = store;

  async function overview(version: string): Promise<Health> {
    const unfinished = runs.unfinished();
    const firing = parts.firingOwner();
    const [database, wal, logs] = await Promise.all([
      fileSize(paths.database),
      fileSize(`${paths.database}-wal`),
      folderSize(paths.logs, MOST_LOG_FILES),
    ]);
    const found = stepProcesses(events, unfinished);
    return {
      at: parts.now(),
      versions: versions(version),
      dataFolder: paths.dataFolder,
      database: { path: paths.database, bytes: database + wal },
      logs: { path: paths.logs, ...logs },
      owners: owners
        .list()
        .filter(({ alive }) => alive)
        .map(({ id, kind, pid, startedAt }) => ({
          id,
          kind,
          pid,
          startedAt,
          isThis: id === parts.owner.id,
          runs: unfinished.filter(({ ownerId }) => ownerId === id).length,
          firesSchedules: id === firing?.id,
        })),
      processes: found.processes,
      runsNotLookedAt: found.notLookedAt,
      reports: [...parts.reports()].reverse(),
    };
  }

  async function* check(): AsyncIterable<Finding> {
    const options = { dataFolder: paths.dataFolder, environment, ownFolder, processes, secrets, readsPages: false };
    for await (const { fix, ...finding } of diagnose(options)) yield { ...finding, fix: fix || null };
  }

  return {
    overview,
    check,
    async diagnostics(version) {
      const findings: Finding[] = [];
      for await (const finding of check()) findings.push(finding);
      const { sensitive } = splitEnvironment(inheritedEnvironment(environment, ownFolder));
      const redact = await createRedactor({ secrets, sensitive, home: homedir() });
      return redact(diagnosticsText(await overview(version), findings));
    },
  };
}

function versions(version: string): Health['versions'] {
  const { electron, chrome, node } = process.versions;
  return [
    { name: 'Chronum Studio', version },
    ...(electron === undefined ? [] : [{ name: 'Electron', version: electron }]),
    ...(chrome === undefined ? [] : [{ name: 'Chromium', version: chrome }]),
    { name: 'Node', version: node },
    { name: 'System', version: `${process.platform} ${process.arch}` },
  ];
}
