import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { HELPER_MARK, HELPER_VARIABLE } from './protocol.ts';

/** A row of the process table. `startTime` is in clock ticks since boot on Linux. */
export interface ProcessRow {
  readonly pid: number;
  readonly state: string;
  readonly group: number;
  readonly session: number;
  readonly startTime: number;
}

const onLinux = process.platform === 'linux';

/** Reads /proc/<pid>/stat. The command name may hold blanks and parentheses: fields are counted after the last one. */
function readProcess(pid: number): ProcessRow | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return null;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    state: fields[0] ?? 'X',
    group: Number(fields[2]),
    session: Number(fields[3]),
    startTime: Number(fields[19]),
  };
}

/** Dead processes whose parent has not asked for their exit code run no code: they do not count. */
export const isRunning = (row: ProcessRow): boolean => row.state !== 'Z' && row.state !== 'X' && row.state !== 'x';

/** All processes of the machine that can be seen; empty where there is no /proc. */
export function* processes(): Generator<ProcessRow> {
  let names: string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return;
  }
  for (const name of names) {
    const first = name.charCodeAt(0);
    if (first < 0x30 || first > 0x39) continue;
    const row = readProcess(Number(name));
    if (row !== null) yield row;
  }
}

/** Whether a process carries the mark of an attempt, or of a helper, in its environment. False where that cannot be read. */
export function carriesMark(pid: number, mark: string): boolean {
  let environment: Buffer;
  try {
    environment = readFileSync(`/proc/${pid}/environ`);
  } catch {
    return false;
  }
  const variable = mark.startsWith(HELPER_MARK) ? HELPER_VARIABLE : 'CHRONUM_ATTEMPT';
  const entry = Buffer.from(`${variable}=${mark}\0`);
  for (let at = environment.indexOf(entry); at >= 0; at = environment.indexOf(entry, at + 1)) {
    if (at === 0 || environment[at - 1] === 0) return true;
  }
  return false;
}

/**
 * With pid and boot id this names a process for good. Elsewhere than on Linux it is the time of the spawn by our own clock,
 * because asking `ps` would double the cost of a spawn: compare it with `startedAbout`.
 */
export function startTimeOf(pid: number): number {
  return onLinux ? (readProcess(pid)?.startTime ?? 0) : Date.now();
}

/** Whether the process with this pid is the one that was started then. */
export async function isSameProcess(pid: number, startTime: number): Promise<boolean> {
  if (onLinux) return readProcess(pid)?.startTime === startTime;
  const started = await startedAbout(pid);
  return started !== null && Math.abs(started - startTime) <= 2_000;
}

/** Milliseconds since the epoch, from a clock with seconds. */
async function startedAbout(pid: number): Promise<number | null> {
  const text =
    process.platform === 'win32'
      ? await output('powershell.exe', [
          '-NoProfile',
          '-Command',
          `([DateTimeOffset](Get-Process -Id ${pid}).StartTime).ToUnixTimeMilliseconds()`,
        ])
      : await output('ps', ['-o', 'lstart=', '-p', String(pid)]);
  if (text === '') return null;
  const time = process.platform === 'win32' ? Number(text) : Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

/** Names this boot of the machine; empty where there is no such name, and start times must do. */
export async function readBootId(): Promise<string> {
  if (onLinux) {
    try {
      return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    } catch {
      return '';
    }
  }
  return process.platform === 'darwin' ? output('sysctl', ['-n', 'kern.bootsessionuuid']) : '';
}

function output(command: string, args: string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = { windowsHide: true, timeout: 10_000, env: { ...process.env, LC_ALL: 'C' } };
    execFile(command, args, options, (error, stdout) => resolve(error ? '' : stdout.trim()));
  });
}
