import { existsSync, statSync } from 'node:fs';
import type { SecretStoreState } from '../../ports/secret-store.ts';
import { checkDatabase } from '../../store/check-database.ts';
import { openStoreReadOnly } from '../../store/open-store.ts';
import { createOwners } from '../../store/owners.ts';
import type { StorePaths } from '../../store/paths.ts';
import { broken, type Finding, fine, limited } from './finding.ts';
import { size } from './machine.ts';

const NOTHING = 'nothing was stored so far';

export function checkStored(paths: StorePaths): Finding {
  try {
    const { status, bytes, findings } = checkDatabase(paths.database);
    if (status === 'none') return fine('database', NOTHING);
    if (status === 'sound') return fine('database', `${paths.database}, ${size(bytes)}, every page is sound`);
    const fix = `touch '${paths.database}.suspect': the next start moves the damaged file aside and begins a new one`;
    return broken('database', `${paths.database} is damaged: ${findings.join('; ')}`, fix);
  } catch (error) {
    return broken('database', messageOf(error), 'Close what holds it, or bring it back from a backup.');
  }
}

/** Without reading it: for a process that uses it and must not wait. */
export const checkThere = ({ database }: StorePaths): Finding =>
  existsSync(database)
    ? fine(
        'database',
        `${database}, ${size(statSync(database).size)}, in use; \`chronum doctor\` reads every page of it`,
      )
    : fine('database', NOTHING);

/** Which processes own runs, and whether runs wait for one whose process is gone. */
export function checkOwnersAndRuns(paths: StorePaths): Finding[] {
  if (!existsSync(paths.database)) return [fine('owners', 'no process runs flows'), fine('open runs', 'none')];
  try {
    const owners = createOwners(paths);
    const store = openStoreReadOnly({ dataFolder: paths.dataFolder });
    try {
      const alive = owners.list().filter((owner) => owner.alive);
      const unfinished = store.runs.unfinished();
      const interrupted = unfinished.filter(({ ownerId }) => ownerId === null || !owners.isAlive(ownerId));
      const names = alive.map(({ kind, pid }) => `${kind} (process ${pid})`).join(', ');
      const open = `${unfinished.length} of which ${interrupted.length} interrupted`;
      return [
        fine('owners', names === '' ? 'no process runs flows' : names),
        interrupted.length === 0
          ? fine('open runs', unfinished.length === 0 ? 'none' : String(unfinished.length))
          : limited('open runs', open, 'chronum resume --all'),
      ];
    } finally {
      store.close();
      owners.release();
    }
  } catch (error) {
    return [broken('open runs', messageOf(error), 'See the checks of data folder and database.')];
  }
}

export function checkSecrets({ file, status, protections, count, problem }: SecretStoreState): Finding {
  const what = `${count} in ${file}, opened by ${protections.join(' or ')}`;
  if (status === 'none') return fine('secrets', 'none are stored');
  if (status === 'open') return fine('secrets', what);
  if (status === 'damaged') return broken('secrets', `${file} cannot be used`, problem ?? '');
  const fix = protections.includes('passphrase') ? 'chronum secrets protect --key-file' : '';
  return limited('secrets', `${what}: ${problem}`, fix);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
