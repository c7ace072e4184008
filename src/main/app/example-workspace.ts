import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { WINDOW_LAYOUT } from '../../contract/bridge.ts';
import type { KeyValueStore, WorkspaceStore } from '../ports/workspace-store.ts';
import { layoutKey } from './layout-key.ts';

const OPENED = 'example-workspace/opened';
/** What the window shows on the first start. */
const START_WITH = 'deploy-api.chronum.yaml';

interface Dependencies {
  readonly workspaces: WorkspaceStore;
  readonly keyValues: KeyValueStore;
  readonly dataFolder: string;
  /** The time, RFC 3339 UTC. */
  readonly now: () => string;
}

export interface Examples {
  readonly folder: string;
  /** True for a packaged app, whose own files cannot be changed: the person gets a copy. */
  readonly copy: boolean;
}

/** The folder of the example workspace; null when it was never opened. */
export function exampleFolder(keyValues: Pick<KeyValueStore, 'get'>): string | null {
  const opened = keyValues.get(OPENED);
  return opened === null ? null : (JSON.parse(opened) as string);
}

/** Opens the example workspace on the first start, trusted because it came with the studio. Later it is a workspace as any other. */
export async function openExamples(examples: Examples, deps: Dependencies): Promise<void> {
  const { workspaces, keyValues, dataFolder, now } = deps;
  if (keyValues.get(OPENED) !== null || !existsSync(examples.folder)) return;
  const folder = examples.copy ? join(dataFolder, 'examples') : examples.folder;
  if (examples.copy) await cp(examples.folder, folder, { recursive: true, force: false });
  workspaces.opened(folder, now());
  workspaces.setTrusted(folder, true);
  keyValues.set(OPENED, JSON.stringify(folder));
  const layout = { workspace: folder, file: START_WITH };
  if (keyValues.get(layoutKey(WINDOW_LAYOUT)) === null) keyValues.set(layoutKey(WINDOW_LAYOUT), JSON.stringify(layout));
}
