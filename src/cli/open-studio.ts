import { realpathSync } from 'node:fs';
import { createStudio, type Studio } from '../main/app/studio.ts';
import { findDataFolder } from '../main/store/data-folder.ts';
import type { Context } from './context.ts';

/** The engine on the store that the app uses too. Runs of this process end with it. */
export async function openStudio({ environment, root, helper, output }: Context): Promise<Studio> {
  const asNode = process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
  const studio = await createStudio({
    kind: 'terminal',
    dataFolder: findDataFolder(),
    helper: { helperCommand: process.execPath, helperArgs: [helper], env: { ...environment, ...asNode } },
    ownFolder: root,
    environment,
    notifications: {
      show: ({ title, body }) => output.complain(body === undefined ? `● ${title}` : `● ${title}: ${body}`),
    },
    report: (message) => output.complain(`chronum: ${message}`),
  });
  for (const notice of studio.store.notices) output.complain(`chronum: ${notice}`);
  return studio;
}

/** The folders that were opened as workspaces, by their real paths. */
export function knownWorkspaces({ store }: Studio): string[] {
  return store.workspaces.list().flatMap(({ path }) => {
    try {
      return realpathSync(path) === path ? [path] : [];
    } catch {
      return [];
    }
  });
}
