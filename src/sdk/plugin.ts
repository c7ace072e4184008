import type { Json } from '../core/base/json.ts';
import type { Exporter } from '../core/export/exporter.ts';
import type { Frame } from '../core/frames/frame.ts';
import type { Outputs } from '../core/run/event.ts';
import type { Hook } from '../main/ports/hooks.ts';
import type { AttemptKey } from '../main/ports/log-store.ts';
import type { FlowScript } from './flow-script.ts';

/** What a package or a file brings: any of these. */
export interface Plugin {
  /** Unique in a workspace: notices name it. */
  readonly name: string;
  readonly executors?: readonly PluginExecutor[];
  readonly hooks?: readonly PluginHook[];
  readonly frames?: readonly Frame[];
  readonly codecs?: readonly Codec[];
  readonly exporters?: readonly Exporter[];
}

/** `chronum.config.ts`: what a workspace adds to the studio. */
export interface Config {
  /** Plug-ins themselves, names of npm packages, or paths that begin with `./` or `../`. */
  readonly plugins?: readonly (string | Plugin)[];
}

/** A JSON Schema, or a schema of a library that speaks Standard Schema and tells its JSON Schema (zod 4.2 or later). */
export type ConfigSchema = { readonly [key: string]: unknown } | StandardSchema;

/** The part of Standard Schema that is used here. */
export interface StandardSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => unknown;
  };
}

/** Runs steps that say `executor: <name>`. It lives in the plug-in host, a process of its own. */
export interface PluginExecutor<Config = unknown> {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  /** Name of an icon of the studio's set. */
  readonly icon?: string;
  /** Of `with`; without one, `with` takes nothing. */
  readonly schema?: ConfigSchema;
  /** Whether a step has a `run`. */
  readonly takesScript?: 'required' | 'optional' | 'no';
  /** Fields of `with` in which `${{ secrets.X }}` may stand, as dotted paths; `*` for any key. */
  readonly secretFields?: readonly string[];
  /** What it gives back are the outputs of the step; what it throws is its failure. */
  execute(context: ExecutorContext<Config>): ExecutorResult | Promise<ExecutorResult>;
}

// biome-ignore lint/suspicious/noConfusingVoidType: a function without outputs gives nothing back
export type ExecutorResult = { readonly outputs?: Outputs } | void;

export interface ExecutorContext<Config> {
  readonly config: Config;
  /** The script, for executors that have one. */
  readonly run?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly workspace: string;
  readonly key: AttemptKey;
  /** Aborted when the step is cancelled or its time is over: come to an end, or the host is ended. */
  readonly signal: AbortSignal;
  /** Writes a line into the step's log. */
  log(text: string, stream?: 'stdout' | 'stderr'): void;
  /** Runs a program as a shell step would: in the step's process group, its output in the step's log, secrets masked. Throws when it fails. */
  exec(command: string, args?: readonly string[], options?: ExecOptions): Promise<{ readonly outputs: Outputs }>;
}

export interface ExecOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** To throw: a failure with a kind of its own, for `retry: {on: [..]}`. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  readonly kind: `x.${string}`;
  readonly code: string | undefined;
  constructor(message: string, kind: `x.${string}`, code?: string) {
    super(message);
    this.kind = kind;
    this.code = code;
  }
}

/** Answers events of the runs of its workspace; see `Hook`. What it keeps lives as long as the plug-in host. */
export type PluginHook = Pick<Hook, 'name' | 'on' | 'timeout'>;

/** Reads flows in another format: files named `*.chronum.<extension>`. */
export interface Codec {
  readonly name: string;
  /** Without the dot. */
  readonly extensions: readonly string[];
  /** Throws when the text is none of its format. */
  decode(text: string, file: string): FlowScript | Promise<FlowScript>;
}

export type { Exporter, Frame, Json };
