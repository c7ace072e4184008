import { delimiter, sep } from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/** Of Chronum, Electron and npm themselves: they describe how the studio was started, which is no matter of a step. */
const INTERNAL = /^(?:CHRONUM(?:_.*)?|ELECTRON_.*|npm_.*|INIT_CWD|NODE_CHANNEL_.*|NODE_UNIQUE_ID|CHROME_DESKTOP)$/;

/**
 * The variables that steps inherit: those of whoever started the run. `ownFolder` is where the studio is installed; npm puts the
 * programs of its packages first on the path of its scripts, which would hide a step's own.
 */
export function inheritedEnvironment(variables: Variables, ownFolder: string): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined || INTERNAL.test(name)) continue;
    inherited[name] = /^path$/i.test(name) ? withoutOwnPrograms(value, ownFolder) : value;
  }
  return inherited;
}

const withoutOwnPrograms = (path: string, ownFolder: string): string =>
  path
    .split(delimiter)
    .filter((folder) => !folder.startsWith(ownFolder + sep) || !folder.includes('node_modules'))
    .join(delimiter);

/** Names under which programs expect what must not be stored. */
const SENSITIVE =
  /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|AUTH|PAT|DSN)(?:_|$)|(?:TOKEN|SECRET|PASSWORD|APIKEY)$|^(?:DATABASE_URL|NPM_CONFIG__AUTH.*)$/i;

/**
 * Splits the variables that steps inherit: `recorded` go into the run, so that another process can go on with it; `sensitive` ones are
 * given to steps from the memory of this process alone and are never stored.
 */
export function splitEnvironment(environment: Readonly<Record<string, string>>): {
  readonly recorded: Record<string, string>;
  readonly sensitive: Record<string, string>;
} {
  const isSensitive = ([name]: [string, string]) => SENSITIVE.test(name);
  const entries = Object.entries(environment);
  return {
    recorded: Object.fromEntries(entries.filter((entry) => !isSensitive(entry))),
    sensitive: Object.fromEntries(entries.filter(isSensitive)),
  };
}
