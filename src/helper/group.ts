import { spawn } from 'node:child_process';
import { carriesMark, isRunning, processes } from './process-table.ts';

/** A process that leads its own group and session, and the mark that it and its children carry. */
export interface Group {
  readonly leader: number;
  /** In clock ticks: no member can be older. */
  readonly startTime: number;
  readonly mark: string;
}

export interface EndPlan {
  /** How long the group may end by itself. */
  readonly quietMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
  /** Also what left the group, but not the session or the mark: job control and `setsid` do that. */
  readonly wide: boolean;
}

export interface GroupEnd {
  signal(signal: NodeJS.Signals): void;
  /**
   * Ends the group and resolves when nothing of it is left. Called again, the earlier of both times holds.
   * A process that even SIGKILL does not end (it waits inside the kernel) is given up after a while.
   */
  end(plan: EndPlan): Promise<void>;
}

const FIRST_LOOK_MS = 2;
const LAST_LOOK_MS = 50;
const GIVE_UP_MS = 10_000;

export function createGroupEnd(group: Group): GroupEnd {
  let wide = false;
  let termAt = Number.POSITIVE_INFINITY;
  let killAt = Number.POSITIVE_INFINITY;
  let termed = false;
  let ending: Promise<void> | null = null;
  let wake: () => void = () => {};

  const watch = async (): Promise<void> => {
    for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 2, LAST_LOOK_MS)) {
      const left = survivors(group, wide);
      if (left.length === 0) return;
      const now = performance.now();
      if (now >= killAt + GIVE_UP_MS) return;
      if (now >= killAt) signalAll(group, left, 'SIGKILL');
      else if (now >= termAt && !termed) {
        termed = true;
        signalAll(group, left, 'SIGTERM');
        // A stopped process handles SIGTERM only after it goes on.
        if (process.platform !== 'win32') signalAll(group, left, 'SIGCONT');
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };

  return {
    signal: (signal) => signalAll(group, [], signal),
    end: (plan) => {
      const now = performance.now();
      wide ||= plan.wide;
      termAt = Math.min(termAt, now + plan.quietMs);
      killAt = Math.min(killAt, now + plan.quietMs + plan.graceMs);
      if (ending === null) {
        ending = watch().finally(() => {
          ending = null;
        });
      } else wake();
      return ending;
    },
  };
}

export interface Survivor {
  readonly pid: number;
  readonly group: number;
}

/** What still runs. Where the table cannot be read, the leader stands for all of its group. */
export function survivors(group: Group, wide: boolean): Survivor[] {
  const groupAnswers = answers(group.leader);
  if (process.platform !== 'linux') return groupAnswers ? [{ pid: group.leader, group: group.leader }] : [];
  // A dead process that nobody waited for still answers, so an answer alone does not tell that something runs.
  if (!groupAnswers && !wide) return [];
  const left: Survivor[] = [];
  for (const row of processes()) {
    if (!isRunning(row) || row.pid === process.pid) continue;
    const belongs =
      row.group === group.leader ||
      (wide && row.startTime >= group.startTime && (row.session === group.leader || carriesMark(row.pid, group.mark)));
    if (belongs) left.push({ pid: row.pid, group: row.group });
  }
  return left;
}

function signalAll(group: Group, left: readonly Survivor[], signal: NodeJS.Signals): void {
  if (process.platform === 'win32') {
    const force = signal === 'SIGKILL' ? ['/F'] : [];
    const options = { stdio: 'ignore', windowsHide: true } as const;
    const ender = spawn('taskkill', ['/T', ...force, '/PID', String(group.leader)], options);
    ender.on('error', () => send(group.leader, signal));
    return;
  }
  send(-group.leader, signal);
  for (const row of left) if (row.group !== group.leader) send(row.pid, signal);
}

function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch {
    // It ended in between.
  }
}

function answers(leader: number): boolean {
  // Asked after every step, and mostly answered by an exception: its stack would cost more than the question.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    process.kill(process.platform === 'win32' ? leader : -leader, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
