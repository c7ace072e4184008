import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a task needs from the system: a library by its file name, or a command. */
export interface Need {
  readonly kind: 'library' | 'command';
  readonly file: string;
  /** The packages that hold it, one of which exists on a given Debian or Ubuntu; the newer name first. */
  readonly packages: readonly string[];
}

const library = (file: string, ...packages: string[]): Need => ({ kind: 'library', file, packages });
const command = (file: string, ...packages: string[]): Need => ({ kind: 'command', file, packages });

/** What Electron links against and a bare system lacks; all other libraries come with these. */
export const WINDOW_NEEDS: readonly Need[] = [
  library('libgtk-3.so.0', 'libgtk-3-0t64', 'libgtk-3-0'),
  library('libnss3.so', 'libnss3'),
  library('libgbm.so.1', 'libgbm1'),
  library('libasound.so.2', 'libasound2t64', 'libasound2'),
];

/** A virtual display, for tests and for machines without a screen. */
export const VIRTUAL_DISPLAY_NEEDS: readonly Need[] = [command('Xvfb', 'xvfb')];

/** What steps of the example flows are written in. */
export const EXAMPLE_NEEDS: readonly Need[] = [command('python3', 'python3')];

/** The needs that the system does not meet. */
export function unmet(needs: readonly Need[]): Need[] {
  return needs.filter(({ kind, file }) => (kind === 'library' ? !hasLibrary(file) : !hasCommand(file)));
}

/** Folders of the loader's default search path: enough for what a package manager installs. */
function libraryFolders(): string[] {
  const roots = ['/lib', '/usr/lib', '/lib64', '/usr/lib64', '/usr/local/lib'];
  const multiarch = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  const named = (process.env.LD_LIBRARY_PATH ?? '').split(delimiter).filter(Boolean);
  return [...named, ...roots.flatMap((root) => [join(root, multiarch), root])];
}

function hasLibrary(file: string): boolean {
  return libraryFolders().some((folder) => existsSync(folder) && readdirSync(folder).includes(file));
}

/** Whether a command is on the PATH. */
export function hasCommand(file: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, file)));
}
