import { textMask } from '../../../core/mask/mask-text.ts';
import type { RunState } from '../../../core/run/state.ts';
import type { FindRunSecrets } from '../../ports/secret-store.ts';

/** What an action may see of secrets, and what must not be seen of them. */
export interface ActionSecrets {
  /** Of those that the hook names, at least. */
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
  find: FindRunSecrets,
): Promise<ActionSecrets> {
  const { values, dotenv, problems } = await find(run);
  if (names.some((name) => !values.has(name))) throw new Error(problems.join('; '));
  const masks = [...new Set(values.values())].filter((value) => value !== '');
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
