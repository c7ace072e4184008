import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Processes that carry the mark of an attempt of this run. Linux only, as all of this. */
export const markedProcesses = (runId: string): string[] =>
  pids().filter((pid) => read(pid, 'environ').includes(`CHRONUM_ATTEMPT=${runId}/`));

/** Programs of the studio itself on this data folder: owners, helpers. */
export const processesOf = (dataFolder: string): string[] =>
  pids().filter((pid) => read(pid, 'environ').split('\0').includes(`CHRONUM_HOME=${dataFolder}`));

/** The helpers among them. */
export const helpersOf = (dataFolder: string): number[] =>
  processesOf(dataFolder)
    .filter((pid) => /[/\\]helper[/\\]/.test(read(pid, 'cmdline')))
    .map(Number);

const pids = (): string[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

/** Empty for a process that is gone, or another's. */
function read(pid: string, file: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

export const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('close', () => resolve()));

/** Pulls the plug at once. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in between.
  }
}
