import { realpathSync } from 'node:fs';
import { createStudio, type Studio } from '../main/app/studio.ts';
import { findDataFolder } from '../main/store/data-folder.ts';
import { askPassphrase } from './commands/secrets.ts';
import type { Context } from './context.ts';
import { helperOf } from './helper-of.ts';

/** The engine on the store that the app uses too. Runs of this process end with it. */
export async function openStudio(context: Context, kind: 'terminal' | 'daemon' = 'terminal'): Promise<Studio> {
  const { environment, root, output } = context;
  const studio = await createStudio({
    kind,
    dataFolder: findDataFolder(),
    helper: helperOf(context),
    ownFolder: root,
    environment,
    secrets: { askPassphrase },
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
