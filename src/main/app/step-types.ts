import type { ExecutorRow } from '../../contract/models.ts';
import type { Executor } from '../ports/executor.ts';

interface Dependencies {
  readonly executors: ReadonlyMap<string, Executor>;
  /** Names of frames that plug-ins registered. */
  readonly frames: () => readonly string[];
  /** Brings the plug-ins of the workspace up to date. */
  readonly ensure: (workspace: string) => Promise<void>;
}

export type StepTypes = (workspace: string) => Promise<{ executors: ExecutorRow[]; frames: readonly string[] }>;

/** What flows of a workspace may use, as the window is told of it. */
export const createStepTypes =
  ({ executors, frames, ensure }: Dependencies): StepTypes =>
  async (workspace) => {
    await ensure(workspace);
    return { executors: [...executors.values()].map(rowOf), frames: frames() };
  };

const rowOf = ({ name, title, description, icon, takesScript, jsonSchema, secretFields }: Executor): ExecutorRow => ({
  name,
  title,
  description,
  icon,
  takesScript,
  schema: jsonSchema,
  secretFields,
});
