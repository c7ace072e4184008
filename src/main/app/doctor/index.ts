import type { Processes } from '../../ports/processes.ts';
import type { SecretStore } from '../../ports/secret-store.ts';
import { storePaths } from '../../store/paths.ts';
import { inheritedEnvironment } from '../environment.ts';
import { openSecrets } from '../open-secrets.ts';
import type { Finding } from './finding.ts';
import { checkDataFolder, checkLocale, checkRuntime, checkTimeZone } from './machine.ts';
import { checkPrograms } from './programs.ts';
import { checkOwnersAndRuns, checkSecrets, checkStored, checkThere } from './store.ts';

export type { Finding } from './finding.ts';

export interface DoctorOptions {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the studio is installed. */
  readonly ownFolder: string;
  readonly processes: Processes;
  /** The store of secrets as it stands in this process; else as one would find it that nobody has opened. */
  readonly secrets?: Pick<SecretStore, 'state'>;
  /** Whether every page of the database is read, which blocks for as long as that takes. By default it is. */
  readonly readsPages?: boolean;
}

/** Looks at all that runs need, one finding a thing. Changes nothing but for a data folder that is not there yet. */
export async function* diagnose({
  dataFolder,
  environment,
  ownFolder,
  processes,
  secrets,
  readsPages = true,
}: DoctorOptions): AsyncGenerator<Finding> {
  const paths = storePaths(dataFolder);
  yield checkRuntime(process.versions);
  const folder = checkDataFolder(dataFolder);
  yield folder;
  yield readsPages ? checkStored(paths) : checkThere(paths);
  // Locks are files: where none can be written, nothing can be said of them.
  if (folder.status !== 'broken') yield* checkOwnersAndRuns(paths);
  yield checkSecrets((secrets ?? openSecrets(paths, environment)).state());
  yield* await checkPrograms(processes, inheritedEnvironment(environment, ownFolder));
  yield checkLocale(environment);
  yield checkTimeZone(environment);
}
