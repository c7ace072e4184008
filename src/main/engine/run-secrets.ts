import type { FindRunSecrets } from '../ports/secret-store.ts';
import { type PrepareParts, readEnvFiles } from './prepare-attempt.ts';
import { findSecrets } from './secrets.ts';

/** Finds the secrets of a run's flow as its steps do: for what acts beside the steps. */
export const createRunSecrets =
  ({ secrets, files }: Pick<PrepareParts, 'secrets' | 'files'>): FindRunSecrets =>
  async ({ plan, flow }) => {
    const base = files.dirname(files.resolve(flow.workspace, flow.file));
    const read = await readEnvFiles(plan, base, files);
    const dotenv = read.ok ? read.value : {};
    return { ...(await findSecrets(plan, secrets, dotenv)), dotenv };
  };
