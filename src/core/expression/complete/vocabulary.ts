import type { Json } from '../../base/json.ts';

/** One name that may stand at a place. */
export interface Member {
  readonly name: string;
  /** What it holds, in a few words. */
  readonly detail?: string;
  /** What it held when the flow last ran; absent where that is not known. */
  readonly value?: Json;
  /** Offered after all others: it exists, but reading it here would be an error as things are. */
  readonly remote?: boolean;
}

/** Which names an expression may use at one place of a flow. */
export interface Vocabulary {
  /** The names below a path: `[]` for those an expression begins with, `['steps', 'build', 'outputs']` for that step's outputs. */
  readonly members: (path: readonly string[]) => readonly Member[];
}
