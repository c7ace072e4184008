import type { ChronumEvent } from '../run/event.ts';

/** Turns the events of a run, all of them and in order, into a text for other programs. */
export interface Exporter {
  /** What `--format` names. */
  readonly name: string;
  readonly description: string;
  /** The usual end of a file's name, without the dot. */
  readonly extension: string;
  export(events: readonly ChronumEvent[]): string | Promise<string>;
}
