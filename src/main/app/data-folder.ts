import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where app, terminal and daemon keep database, logs and settings: `CHRONUM_HOME`, else the system's place for such data. */
export function dataFolder(environment: Environment = process.env, platform = process.platform): string {
  const { CHRONUM_HOME: chosen, XDG_DATA_HOME: xdg, LOCALAPPDATA: local } = environment;
  if (chosen) return resolve(chosen);
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Chronum Studio');
  if (platform === 'win32') return join(local || join(home, 'AppData', 'Local'), 'Chronum Studio');
  // The XDG specification tells to ignore a relative path.
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.local', 'share'), 'chronum-studio');
}
