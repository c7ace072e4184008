import type { Json } from '../../core/base/json.ts';
import type { Outputs, RunEnd, StepError } from '../../core/run/event.ts';
import type { AttemptKey } from './log-store.ts';
import type { Processes, RunningProcess } from './processes.ts';

/** What an attempt gets. Templates are resolved; secrets are in `env` and `config` in clear and must go nowhere else. */
export interface ExecutionContext<Config> {
  readonly key: AttemptKey;
  /** `CHRONUM_ATTEMPT` of its processes. */
  readonly mark: string;
  readonly config: Config;
  /** The script, for executors that have one. */
  readonly run?: string | undefined;
  /** The whole environment of the step. */
  readonly env: Readonly<Record<string, string>>;
  /** What the flow says of it, without what was inherited: for a step that does not run in this system, such as in a container. */
  readonly ownEnv: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Folder of the workspace; paths of scripts are relative to `cwd` first. */
  readonly workspace: string;
  readonly shell?: string | undefined;
  readonly tty: boolean;
  readonly masks: readonly string[];
  readonly gracePeriod: number;
  /** Path of a file of this attempt alone whose name ends in `name`, for whoever writes it; removed after. */
  readonly file: (name: string) => string;
  /** A private folder of this attempt, made by the first look at it; removed after. A file alone costs less. */
  readonly scratch: string;
  /** Aborted to end the attempt; `execute` settles only when nothing of it runs any more. */
  readonly signal: AbortSignal;
  readonly logPath: string;
  /** Writes a line of the engine's own into the attempt's log. */
  readonly log: (text: string, stream?: 'stdout' | 'stderr' | 'system') => void;
  readonly processes: Processes;
  /** To be called once the process is there: pid and start time go into the event log. */
  readonly spawned: (process: RunningProcess, handle?: string) => void;
  /** Waits for a person's answer; the question is shown until then. Rejects when the signal is aborted. */
  readonly askPerson: (question: PersonQuestion) => Promise<PersonAnswer>;
  /** Runs another flow as a run of its own, and tells how it ended. Asked again after a crash, it finds the same run. */
  readonly runFlow: (request: SubFlowRequest) => Promise<SubFlowEnd>;
}

export interface PersonQuestion {
  readonly message: string;
  /** What is asked for besides yes or no, as declared by the flow. */
  readonly inputs?: Json;
}

export interface PersonAnswer {
  readonly answer: 'approve' | 'reject';
  readonly by: string;
  readonly comment?: string;
  readonly inputs?: Json;
}

export interface SubFlowRequest {
  /** A flow's name, or a path that begins with `./` or `../`, relative to the file of the caller. */
  readonly flow: string;
  readonly params: Readonly<Record<string, Json>>;
  /** False: it is started, and its end is nobody's business here. */
  readonly wait: boolean;
  /** Names of secrets that the other flow may see besides its own, or all of the caller's. */
  readonly secrets: 'inherit' | readonly string[];
}

export interface SubFlowEnd {
  readonly runId: string;
  readonly status: RunEnd;
  readonly reason: string;
  readonly outputs: Outputs;
}

/** A sub-flow that cannot be started: it does not exist, is not valid, or lies too deep. */
export class SubFlowRefused extends Error {
  override readonly name = 'SubFlowRefused';
}

export type ExecutionResult =
  | { readonly status: 'succeeded'; readonly exitCode?: number; readonly outputs?: Outputs }
  | { readonly status: 'failed'; readonly error: StepError; readonly outputs?: Outputs }
  /** Ended because its signal was aborted. */
  | { readonly status: 'stopped'; readonly signal?: string };

/** What `cleanup` may use: the attempt's own context is gone. */
export interface CleanupTools {
  readonly processes: Processes;
  readonly env: Readonly<Record<string, string>>;
}

export interface Executor<Config = unknown> {
  readonly name: string;
  readonly title: string;
  /** One line for the palette. */
  readonly description: string;
  /** Name of an icon of the renderer's set. */
  readonly icon: string;
  /** False when an attempt only waits. */
  readonly holdsSlot: boolean;
  readonly takesScript: 'required' | 'optional' | 'no';
  /** JSON Schema of `with`, for editor and palette. */
  readonly jsonSchema: Json;
  /** Checks `with` (templates resolved). Each problem names its key. */
  readonly parse: (config: unknown) => { ok: true; value: Config } | { ok: false; problems: readonly string[] };
  /** Fields of `with` in which `${{ secrets.X }}` may stand, as dotted paths; `*` for any key. */
  readonly secretFields: readonly string[];
  /** Name of outside state, fixed before the start (a container's name), so that `cleanup` can find it after a crash. */
  readonly handle?: (key: AttemptKey) => string;
  /** True when an attempt has nothing of its own running (it waits for a person or another run): after a crash it goes on, and is not lost. */
  readonly resumable?: boolean;
  execute(context: ExecutionContext<Config>): Promise<ExecutionResult>;
  /** Ends what a lost attempt left outside of its process group. No error when nothing is left. */
  cleanup?(handle: string, tools: CleanupTools): Promise<void>;
}
