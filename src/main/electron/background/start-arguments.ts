export interface StartArguments {
  /** Start without a window. */
  readonly hidden: boolean;
  /** Files and folders that were named, as they were. */
  readonly paths: readonly string[];
}

export const HIDDEN = '--hidden';

/**
 * What a person or the system asked for at the start. `isDevelopment`: the app's own folder stands between the program and the
 * arguments. Switches of Chromium may stand anywhere.
 */
export function readStartArguments(argv: readonly string[], isDevelopment: boolean): StartArguments {
  const own = argv.slice(isDevelopment ? 2 : 1);
  return {
    hidden: own.includes(HIDDEN),
    paths: own.filter((argument) => argument !== '' && !argument.startsWith('-')),
  };
}
