/** A process to run in a group of its own, with its output going to a log file. */
export interface ProcessSpec {
  /** `<run>/<step>/<branch>/<n>`: carried by every process in CHRONUM_ATTEMPT, and the key in the journal of exits. */
  readonly mark: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly logPath: string;
  /** Texts that never reach the log, in clear or in the encodings that are searched for. */
  readonly masks?: readonly string[];
  readonly tty?: { readonly columns: number; readonly rows: number };
  /** Bytes for its standard input, which is closed after them. */
  readonly input?: string;
}

export interface ProcessExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Why a part of the output is not in the log (the disk is full, ..). */
  readonly logError?: string;
}

/** Why nothing was started. */
export class SpawnFailed extends Error {
  override readonly name = 'SpawnFailed';
  readonly code: 'not-found' | 'not-executable' | 'bad-directory' | 'too-many' | 'other';
  constructor(code: SpawnFailed['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** The helper died; its groups were killed before this was raised. */
export class ProcessesLost extends Error {
  override readonly name = 'ProcessesLost';
}

export interface RunningProcess {
  readonly pid: number;
  /** In clock ticks since boot (Linux) or milliseconds since the epoch elsewhere: with pid and boot id it names a process for good. */
  readonly startTime: number;
  readonly bootId: string;
  /** Settles when the process ended and all of its output is in the log. Rejects with ProcessesLost. */
  readonly exit: Promise<ProcessExit>;
  /** Sends a signal to the whole group. */
  signal(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void;
  /** SIGTERM to the group, SIGKILL after the grace period, until nothing of the group is left. */
  stop(graceMs: number): Promise<void>;
  /** Types into a process on a pseudo-terminal. */
  type(text: string): void;
  resize(columns: number, rows: number): void;
}

/** What a person does at the terminal of a process. */
export interface TerminalInput {
  readonly text?: string;
  readonly size?: { readonly columns: number; readonly rows: number };
}

export interface Processes {
  /** Resolves once the process has started. Rejects with SpawnFailed or ProcessesLost. */
  run(spec: ProcessSpec): Promise<RunningProcess>;
  /**
   * After a crash: kills what is left of an attempt: the recorded group when pid, start time and boot id still name it, and every
   * process that carries the mark. Resolves to how many were killed.
   */
  reap(left: { mark: string; pid?: number; startTime?: number; bootId?: string }): Promise<number>;
  /**
   * Exits that helpers recorded, by mark, for attempts whose end nobody wrote down because their owner died. Holds only ends that
   * processes came to by themselves. May hold exits that are known already; reading changes nothing, so a recovery can be repeated.
   */
  journal(): Promise<ReadonlyMap<string, ProcessExit>>;
  close(): Promise<void>;
}
