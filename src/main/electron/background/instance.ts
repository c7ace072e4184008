import { app } from 'electron';
import { readStartArguments, type StartArguments } from './start-arguments.ts';

/** A start of the app: this one, or one that came while it ran. Paths are relative to `cwd`. */
export interface Start extends StartArguments {
  readonly cwd: string;
}

/** How this process was started. */
export function thisStart(): Start {
  const start = readStartArguments(process.argv, process.defaultApp === true);
  const isOpenedAtLogin = process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
  return { ...start, hidden: start.hidden || isOpenedAtLogin, cwd: process.cwd() };
}

/** Whether this is the only one of its data folder. Another one is told of this start, and gets what it was to open. */
export const becomeTheOnlyOne = (start: Start): boolean => app.requestSingleInstanceLock(start);

/** Calls `listener` with every later start, and with files that the system hands to the app. */
export function onLaterStart(listener: (start: Start) => void): void {
  app.on('second-instance', (_event, _argv, _cwd, handed) => {
    if (isStart(handed)) listener(handed);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    listener({ hidden: false, paths: [path], cwd: '/' });
  });
  app.on('activate', () => listener({ hidden: false, paths: [], cwd: '/' }));
}

/** An older version may hand over something else. */
function isStart(handed: unknown): handed is Start {
  if (typeof handed !== 'object' || handed === null) return false;
  const { hidden, paths, cwd } = handed as Partial<Start>;
  const isPaths = Array.isArray(paths) && paths.every((path) => typeof path === 'string');
  return typeof hidden === 'boolean' && typeof cwd === 'string' && isPaths;
}
