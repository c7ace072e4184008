import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder that holds package.json. */
export const projectRoot = resolve(import.meta.dirname, '..');

/** A path inside the project. */
export function inProject(...segments: string[]): string {
  return join(projectRoot, ...segments);
}

/** The project's own Node (24), whatever the system has; the running one where the package has no binary for the system. */
export function projectNode(): string {
  const binary = inProject('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(binary) ? binary : process.execPath;
}
