import { create } from 'zustand';
import type { ExecutorRow } from '../../../contract/models.ts';
import type { ReadOptions } from '../../../core/flow/read.ts';
import { client } from '../client/client.ts';
import { useWorkspaces } from './workspaces.ts';

/** The types of steps that flows of the open workspace may have. */
interface StepTypes {
  readonly executors: readonly ExecutorRow[];
  readonly frames: readonly string[];
  readonly loaded: boolean;
}

export const useStepTypes = create<StepTypes>(() => ({ executors: [], frames: [], loaded: false }));

let asked = 0;

async function loadStepTypes(workspace: string): Promise<void> {
  const question = ++asked;
  const found = await client.executors.list({ workspace });
  if (question === asked) useStepTypes.setState({ ...found, loaded: true });
}

/** Another workspace, or its plug-ins may run now. */
useWorkspaces.subscribe(({ current }, before) => {
  if (current === null || (current.path === before.current?.path && current.trusted === before.current.trusted)) return;
  // Without an answer, what comes with Chronum is offered; the next change asks again.
  loadStepTypes(current.path).catch(() => {});
});

/** What reading a flow file has to know of them. Without an answer of the studio: those that come with Chronum. */
export function readOptionsFor(file: string): ReadOptions {
  const { executors, frames, loaded } = useStepTypes.getState();
  if (!loaded) return { file };
  return {
    file,
    knownExecutors: executors.map(({ name }) => name),
    knownFrames: frames,
    secretFields: Object.fromEntries(executors.map(({ name, secretFields }) => [name, secretFields])),
  };
}
