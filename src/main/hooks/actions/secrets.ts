import { textMask } from '../../../core/mask/mask-text.ts';
import type { RunState } from '../../../core/run/state.ts';
import { readEnvFiles } from '../../engine/prepare-attempt.ts';
import { findSecrets, missingSecret } from '../../engine/secrets.ts';
import type { ActionParts } from './action.ts';

/** What an action may see of secrets, and what must not be seen of them. */
export interface ActionSecrets {
  /** Of those that the hook names. */
  readonly values: ReadonlyMap<string, string>;
  /** The variables of the flow's dotenv files. */
  readonly dotenv: Readonly<Record<string, string>>;
  /** The values of all secrets of the flow, as for its steps: masked in output and messages, in clear and encoded. */
  readonly masks: readonly string[];
  /** Runs an action; what it throws says no secret. */
  guard<T>(action: () => Promise<T>): Promise<T>;
}

/** The secrets of a run's flow, found where its steps find them. Throws when one of `names` is missing. */
export async function readSecrets(
  names: readonly string[],
  run: RunState,
  { secrets: lookup, files }: Pick<ActionParts, 'secrets' | 'files'>,
): Promise<ActionSecrets> {
  const base = files.dirname(files.resolve(run.flow.workspace, run.flow.file));
  const read = await readEnvFiles(run.plan, base, files);
  const dotenv = read.ok ? read.value : {};
  const found = await findSecrets(run.plan, lookup, dotenv);
  const values = new Map<string, string>();
  for (const name of names) {
    // Asked again for the reason: a store that is locked says so itself.
    const value = found.values.get(name) ?? (await lookup.find(name, dotenv));
    if (value === null) throw new Error(missingSecret(name));
    values.set(name, value);
  }
  const masks = [...new Set(found.values.values())].filter((value) => value !== '');
  return {
    values,
    dotenv,
    masks,
    async guard(action) {
      try {
        return await action();
      } catch (error) {
        throw new Error(textMask(masks).apply(error instanceof Error ? error.message : String(error)));
      }
    },
  };
}
