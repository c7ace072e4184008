import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/**
 * The folder of everything this user's studio remembers: the same for app, terminal and daemon. Absolute; it may not exist yet.
 * `CHRONUM_HOME` wins; else the platform's own place for such data.
 */
export function findDataFolder(host: Host = { env: process.env, platform: process.platform, home: homedir() }): string {
  const { env, platform, home } = host;
  if (env.CHRONUM_HOME) return resolve(env.CHRONUM_HOME);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Chronum Studio');
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'Chronum Studio');
  }
  // The XDG specification has relative values ignored.
  const shared = env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : join(home, '.local', 'share');
  return join(shared, 'chronum-studio');
}
