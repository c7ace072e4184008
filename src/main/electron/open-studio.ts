import { dirname, join } from 'node:path';
import { app, type MessagePortMain } from 'electron';
import type { Machine } from '../app/firing/open-firing.ts';
import type { Studio } from '../app/studio.ts';
import type { WindowRequests } from '../app/window-requests.ts';
import { electronHost } from './electron-host.ts';
import { systemKeyring } from './keyring.ts';

export interface OpenedStudio {
  readonly studio: Studio;
  serve(port: MessagePortMain): void;
}

interface OpenOptions {
  readonly dataFolder: string;
  /** The folder of the built app. */
  readonly out: string;
  readonly requests: WindowRequests;
  /** What the system tells of battery, network, sleep and lock. */
  readonly machine: Pick<Machine, 'conditions' | 'signals'>;
  /** Brings the window forward with a run. */
  readonly showRun: (runId: string) => void;
}

/** Opens the studio behind the window. All that it needs is loaded here and not before, so that the window paints meanwhile. */
export async function openStudio({ dataFolder, out, requests, machine, showRun }: OpenOptions): Promise<OpenedStudio> {
  const [{ createStudio }, { createRouter }, { createPortServer }, { hookNotifications }] = await Promise.all([
    import('../app/studio.ts'),
    import('../app/router/index.ts'),
    import('../app/serve-port.ts'),
    import('./notifications/hook-notifications.ts'),
  ]);
  const root = dirname(out);
  const examples = app.isPackaged
    ? { folder: join(process.resourcesPath, 'examples'), copy: true }
    : { folder: join(root, 'examples'), copy: false };
  const studio = await createStudio({
    kind: 'app',
    dataFolder,
    helper: {
      helperCommand: process.execPath,
      helperArgs: [join(out, 'helper', 'index.cjs')],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    },
    ownFolder: root,
    environment: process.env,
    machine,
    secrets: { keyring: systemKeyring },
    examples,
    notifications: hookNotifications(showRun),
    report: (message) => process.stderr.write(`${message}\n`),
  });
  const { store } = studio;
  const router = createRouter({
    ...studio,
    environment: () => studio.environment,
    host: electronHost(requests, () => studio.settings.get().editor),
    keyValues: store.keyValues,
    log: store.events,
    runs: store.runs,
    now: () => new Date().toISOString(),
  });
  void studio.warmUp().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  return { studio, serve: createPortServer(router) };
}
