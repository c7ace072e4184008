import { join } from 'node:path';
import type { KeyValueStore } from '../../ports/workspace-store.ts';
import type { Host } from '../host.ts';
import { layoutKey } from '../layout-key.ts';
import type { SettingsFile } from '../settings/settings.ts';
import { pulses } from '../streams.ts';
import { isFlowFile } from '../workspaces/flow-files.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import { os } from './base.ts';

const PACE_MS = 50;
/** The layout of a window is small; what is larger is a mistake. */
const LARGEST_LAYOUT = 256 * 1024;

export interface AppParts {
  readonly host: Host;
  readonly settings: SettingsFile;
  readonly workspaces: Workspaces;
  readonly keyValues: KeyValueStore;
  readonly notices: () => readonly string[];
}

export const appRouter = ({ host, settings, workspaces, keyValues, notices }: AppParts) => ({
  app: {
    info: os.app.info.handler(() => ({
      version: host.version,
      electron: host.electron,
      node: process.versions.node,
      platform: process.platform,
      notices: notices(),
    })),
    reveal: os.app.reveal.handler(async ({ input: { workspace, file }, errors }) => {
      if (!workspaces.get(workspace)) throw errors.NOT_FOUND();
      await host.reveal(join(workspace, file));
    }),
    openInEditor: os.app.openInEditor.handler(async ({ input: { workspace, file, line }, errors }) => {
      if (!workspaces.get(workspace) || !isFlowFile(file)) throw errors.NOT_FOUND();
      await host.openFile(join(workspace, file), line ?? undefined).catch((error: Error) => {
        throw errors.NOT_FOUND({ message: `${file} was not opened: ${error.message}` });
      });
    }),
    setMenu: os.app.setMenu.handler(({ input }) => host.setMenu(input)),
    requests: os.app.requests.handler(async function* ({ signal }) {
      const { subscribe, take } = host.requests;
      for await (const _ of pulses(subscribe, { signal, interval: PACE_MS })) yield* take();
    }),
  },
  settings: {
    get: os.settings.get.handler(() => settings.get()),
    set: os.settings.set.handler(({ input }) => settings.set(input)),
    watch: os.settings.watch.handler(async function* ({ signal }) {
      for await (const _ of pulses(settings.subscribe, { signal, interval: PACE_MS })) yield settings.get();
    }),
    file: os.settings.file.handler(async function* ({ signal }) {
      for await (const _ of pulses(settings.subscribe, { signal, interval: PACE_MS })) {
        yield { path: settings.path, isWritable: settings.isWritable(), notices: [...settings.notices()] };
      }
    }),
    openFile: os.settings.openFile.handler(async ({ errors }) => {
      await settings.ensureFile();
      await host.openFile(settings.path).catch((error: Error) => {
        throw errors.NOT_FOUND({ message: `${settings.path} was not opened: ${error.message}` });
      });
    }),
  },
  layout: {
    get: os.layout.get.handler(({ input: { key } }) => {
      const text = keyValues.get(layoutKey(key));
      return text === null ? null : JSON.parse(text);
    }),
    set: os.layout.set.handler(({ input: { key, value }, errors }) => {
      const text = JSON.stringify(value);
      if (text.length > LARGEST_LAYOUT)
        throw errors.INVALID({ data: { problems: [`\`${key}\` is too large to keep`] } });
      keyValues.set(layoutKey(key), value === null ? null : text);
    }),
  },
});
