import type { Json } from '../core/base/json.ts';
import type { ScriptPlaces } from '../core/flow/script/places.ts';
import type { Outputs } from '../core/run/event.ts';
import type { AttemptKey } from '../main/ports/log-store.ts';

/**
 * What the plug-in host and its client say to each other: one JSON object a line, over a local socket. Every request has an id; its
 * answer, and what comes in between, carry the same.
 */
export type Request =
  | { readonly op: 'evaluate'; readonly id: number; readonly path: string }
  | { readonly op: 'load'; readonly id: number; readonly config: string }
  | { readonly op: 'execute'; readonly id: number; readonly executor: string; readonly context: SentContext }
  | { readonly op: 'answer-event'; readonly id: number; readonly hook: string; readonly event: Json }
  | { readonly op: 'export'; readonly id: number; readonly exporter: string; readonly events: Json }
  | { readonly op: 'decode'; readonly id: number; readonly codec: string; readonly text: string; readonly file: string }
  | { readonly op: 'abort'; readonly id: number }
  /** To a call of the host's own. */
  | { readonly op: 'returned'; readonly id: number; readonly call: number; readonly value: Json }
  | { readonly op: 'ping'; readonly id: number };

export type Report =
  | { readonly ev: 'hello'; readonly token: string }
  | { readonly ev: 'result'; readonly id: number; readonly value: Json }
  | ({ readonly ev: 'failed'; readonly id: number } & Failure)
  | { readonly ev: 'log'; readonly id: number; readonly text: string; readonly stream: 'stdout' | 'stderr' }
  | { readonly ev: 'emit'; readonly id: number; readonly type: `x.${string}`; readonly data?: Json }
  /** Runs a program for an execution; answered by `returned`. */
  | { readonly ev: 'exec'; readonly id: number; readonly call: number; readonly program: SentProgram };

export interface Failure {
  readonly message: string;
  readonly kind?: string;
  readonly code?: string;
  /** Where in the evaluated file, from 1. */
  readonly line?: number;
  readonly column?: number;
}

export interface SentContext {
  readonly config: Json;
  readonly run?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly workspace: string;
  readonly key: AttemptKey;
}

export interface SentProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** How a program that ran for an execution ended. */
export type ProgramEnd =
  | { readonly status: 'succeeded'; readonly outputs: Outputs }
  | { readonly status: 'failed'; readonly message: string; readonly kind: string; readonly code?: string }
  | { readonly status: 'stopped' };

/** The value of a script with where its parts stand, and the local files that it was made from. */
export interface Evaluated {
  readonly value: Json;
  readonly places: ScriptPlaces;
  readonly files: readonly string[];
}

/** Everything that a configuration brought. */
export interface Loaded {
  readonly plugins: readonly LoadedPlugin[];
  /** Of plug-ins that are broken; the others are there. */
  readonly problems: readonly string[];
  readonly files: readonly string[];
}

export interface LoadedPlugin {
  readonly name: string;
  readonly executors: readonly LoadedExecutor[];
  readonly hooks: readonly { readonly name: string; readonly on: readonly string[]; readonly timeout?: number }[];
  /** The functions of a frame by their text. */
  readonly frames: readonly { readonly name: string; readonly functions: Readonly<Record<string, string>> }[];
  readonly codecs: readonly { readonly name: string; readonly extensions: readonly string[] }[];
  readonly exporters: readonly { readonly name: string; readonly description: string; readonly extension: string }[];
}

export interface LoadedExecutor {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly icon: string;
  readonly takesScript: 'required' | 'optional' | 'no';
  readonly secretFields: readonly string[];
  readonly jsonSchema: Json;
}

export const encodeMessage = (message: Request | Report): string => `${JSON.stringify(message)}\n`;

/** Both ends are ours; a line that is no message is a bug. */
export const decodeMessage = <T extends Request | Report>(line: string): T => JSON.parse(line) as T;

/** Takes text apart into lines as it arrives. */
export function onLines(take: (line: string) => void): (text: string) => void {
  let pieces: string[] = [];
  return (text) => {
    const lines = text.split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      take(pieces.join('') + line);
      pieces = [];
    }
    if (last !== '') pieces.push(last);
  };
}
