import { homedir } from 'node:os';
import { app } from 'electron';
import type { Settings } from '../../../contract/settings.ts';
import { autostartEntry, autostartPath } from './autostart-entry.ts';
import { keepAutostartFile } from './autostart-file.ts';
import { HIDDEN } from './start-arguments.ts';

type Wish = Pick<Settings, 'startAtLogin' | 'startHidden'>;

interface LoginItemParts {
  readonly dataFolder: string;
  readonly settings: { get(): Wish; subscribe(listener: (settings: Wish) => void): () => void };
  readonly report: (message: string) => void;
}

/** Has the system start the studio at login, as the settings say. Returns a function that ends it. */
export function followLoginItem({ dataFolder, settings, report }: LoginItemParts): () => void {
  let applied: string | undefined;
  let applying: Promise<void> = Promise.resolve();
  const apply = () => {
    const { startAtLogin, startHidden } = settings.get();
    const wish = `${startAtLogin} ${startHidden}`;
    if (wish === applied) return;
    // A start changes nothing that was not asked for here: another data folder may have its own entry.
    const isAsked = applied !== undefined || startAtLogin || process.platform === 'linux';
    applied = wish;
    if (!isAsked) return;
    applying = applying
      .then(() => register({ startAtLogin, startHidden }, dataFolder))
      .catch((error: unknown) => {
        report(`The start at login could not be set: ${error instanceof Error ? error.message : String(error)}`);
      });
  };
  apply();
  return settings.subscribe(apply);
}

async function register({ startAtLogin, startHidden }: Wish, dataFolder: string): Promise<void> {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: startAtLogin, args: startHidden ? [HIDDEN] : [] });
    return;
  }
  const home = process.env.CHRONUM_HOME;
  const command = [...ownCommand(), ...(startHidden ? [HIDDEN] : [])];
  await keepAutostartFile({
    path: autostartPath(process.env, homedir()),
    dataFolder,
    entry: startAtLogin ? autostartEntry({ command, home, dataFolder }) : null,
  });
}

/** How this app was started, without what a person named. An AppImage is started by its own file. */
function ownCommand(): string[] {
  const program = process.env.APPIMAGE ?? process.execPath;
  const sandbox = app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : [];
  return app.isPackaged ? [program, ...sandbox] : [program, app.getAppPath(), ...sandbox];
}
