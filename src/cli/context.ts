import type { Output } from './output/output.ts';

/** Where the command line runs. */
export interface Context {
  readonly output: Output;
  /** The folder that paths are relative to: where the person stood. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder of the studio itself. */
  readonly root: string;
  /** The file of the program that spawns steps. */
  readonly helper: string;
}
