import type { Processes } from '../../ports/processes.ts';
import { storePaths } from '../../store/paths.ts';
import { inheritedEnvironment } from '../environment.ts';
import { openSecrets } from '../open-secrets.ts';
import type { Finding } from './finding.ts';
import { checkDataFolder, checkLocale, checkRuntime, checkTimeZone } from './machine.ts';
import { checkPrograms } from './programs.ts';
import { checkOwnersAndRuns, checkSecrets, checkStored } from './store.ts';

export type { Finding } from './finding.ts';

export interface DoctorOptions {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the studio is installed. */
  readonly ownFolder: string;
  readonly processes: Processes;
}

/** Looks at all that runs need, one finding a thing. Changes nothing but for a data folder that is not there yet. */
export async function* diagnose({
  dataFolder,
  environment,
  ownFolder,
  processes,
}: DoctorOptions): AsyncGenerator<Finding> {
  const paths = storePaths(dataFolder);
  yield checkRuntime(process.versions);
  const folder = checkDataFolder(dataFolder);
  yield folder;
  yield checkStored(paths);
  // Locks are files: where none can be written, nothing can be said of them.
  if (folder.status !== 'broken') yield* checkOwnersAndRuns(paths);
  yield checkSecrets(openSecrets(paths, environment).state());
  yield* await checkPrograms(processes, inheritedEnvironment(environment, ownFolder));
  yield checkLocale(environment);
  yield checkTimeZone(environment);
}
