import { join } from 'node:path';

interface Program {
  /** The executable and its arguments. */
  readonly command: readonly string[];
  /** Set when the studio was told to keep its data elsewhere. */
  readonly home: string | undefined;
  /** The data folder: the mark by which the entry is known as this studio's own. */
  readonly dataFolder: string;
}

/** The entry by which Linux desktops start the studio at login (Desktop Entry and Autostart specifications of freedesktop.org). */
export function autostartEntry({ command, home, dataFolder }: Program): string {
  const words = home === undefined ? command : ['env', `CHRONUM_HOME=${home}`, ...command];
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Chronum Studio',
    'Comment=Runs your flows when they are due',
    `Exec=${words.map(quoteArgument).join(' ')}`,
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    `${HOME_KEY}=${escapeValue(dataFolder)}`,
    '',
  ].join('\n');
}

const HOME_KEY = 'X-Chronum-Home';

/** Whether an entry was written for this data folder. */
export const isOwnEntry = (text: string, dataFolder: string): boolean =>
  text.split('\n').includes(`${HOME_KEY}=${escapeValue(dataFolder)}`);

/** Whether a person has switched the entry off in the desktop's own list, which is theirs to say. */
export const isSwitchedOff = (text: string): boolean =>
  /^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(text);

/** Where desktops look for it. */
export const autostartPath = (environment: Readonly<Record<string, string | undefined>>, userHome: string): string =>
  join(environment.XDG_CONFIG_HOME || join(userHome, '.config'), 'autostart', 'chronum-studio.desktop');

/** Quoted for Exec, then escaped as every value is; `%` would begin a field code. */
function quoteArgument(argument: string): string {
  const isPlain = /^[\w@%+=:,./-]+$/.test(argument);
  const quoted = isPlain ? argument : `"${argument.replace(/["`$\\]/g, '\\$&')}"`;
  return escapeValue(quoted.replaceAll('%', '%%'));
}

const escapeValue = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
