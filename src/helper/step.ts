import type { GroupEnd } from './group.ts';
import type { AttemptOutput } from './output.ts';
import type { GroupSignal, SpawnFailureCode } from './protocol.ts';

/** What a started program is to the rest of the helper, on pipes as on a pseudo-terminal. */
export interface Child {
  readonly pid: number;
  /** See `startTimeOf`. */
  readonly startTime: number;
  /** The main process ended. */
  readonly exited: Promise<{ exitCode: number | null; signal: string | null }>;
  /** Nobody can write into its output any more, and everything was read. */
  readonly outputEnded: Promise<void>;
  /** Goes on reading after the output refused more. */
  resume(): void;
  isPaused(): boolean;
  /** Bytes of output so far. */
  received(): number;
  /** Stops reading, whatever is still held open. */
  abandonOutput(): void;
  type(text: string): void;
  resize(columns: number, rows: number): void;
}

export type ChildStart = Child | { readonly failure: { readonly code: SpawnFailureCode; readonly message: string } };

export interface StepEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly logError?: string;
}

export interface Step {
  signal(signal: GroupSignal): void;
  stop(graceMs: number): void;
  type(text: string): void;
  resize(columns: number, rows: number): void;
  /** Whether somebody asked for its end, so that it is no result of its own. */
  readonly wasStopped: () => boolean;
}

/** What the main process left behind in its group may finish by itself: a `tee` of its output does within milliseconds. */
const QUIET_MS = 500;
/** Then SIGTERM, and after this SIGKILL. */
const LEFTOVER_GRACE_MS = 2_000;
/** After the group's end: a pause in the output this long means that somebody else holds the pipe. */
const DRAIN_MS = 250;
/** More than any pipe or socket buffers. */
const PIPE_BYTES = 1024 * 1024;

/**
 * The life of one step. It is over, and `onEnd` called, when its main process has ended, nothing of its group is left and its
 * output is in the log. A background process that stays in the group is ended as above. One that left it (`setsid`, job
 * control) is looked for only when it still holds the output, or when the step was stopped: who leaves the session, drops the
 * mark and closes the output has escaped on purpose.
 */
export function superviseStep(
  child: Child,
  groupEnd: GroupEnd,
  output: AttemptOutput,
  onEnd: (end: StepEnd) => void,
): Step {
  let stopped = false;
  let hasExited = false;

  const finish = async (): Promise<void> => {
    const exit = await child.exited;
    hasExited = true;
    await groupEnd.end({ quietMs: QUIET_MS, graceMs: LEFTOVER_GRACE_MS, wide: false });
    if (!(await drained(child))) {
      await groupEnd.end({ quietMs: 0, graceMs: LEFTOVER_GRACE_MS, wide: true });
      if (!(await drained(child))) child.abandonOutput();
    }
    const logError = await output.close();
    onEnd(logError === null ? exit : { ...exit, logError });
  };
  void finish();

  return {
    signal: (signal) => {
      if (hasExited) return;
      stopped = true;
      groupEnd.signal(signal);
    },
    stop: (graceMs) => {
      stopped = true;
      void groupEnd.end({ quietMs: 0, graceMs, wide: true });
    },
    type: child.type,
    resize: child.resize,
    wasStopped: () => stopped,
  };
}

/**
 * False when output is still held open, but nothing arrives any more, or more than a pipe can hold: then it is somebody else's.
 * While the disk is behind, reading pauses, and that is no reason to give up.
 */
async function drained(child: Child): Promise<boolean> {
  const most = child.received() + PIPE_BYTES;
  for (;;) {
    const before = child.received();
    if (await settlesWithin(child.outputEnded, DRAIN_MS)) return true;
    if (child.isPaused()) continue;
    if (child.received() === before || child.received() > most) return false;
  }
}

function settlesWithin(promise: Promise<void>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, false);
    void promise.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
