/** The text of a flow that a person has changed and not saved yet. */
export interface Draft {
  /** Absolute folder, and the flow file relative to it with `/`. */
  readonly workspace: string;
  readonly file: string;
  /** The text of the file that the changes were made on: another one on disk has to be merged with them. */
  readonly base: string;
  readonly text: string;
  /** When it was changed last, RFC 3339 UTC. */
  readonly at: string;
}

/** Unsaved texts, so that the end of the process, however it comes, loses no more than the last moment. */
export interface DraftStore {
  /** Most recent first. What cannot be read any more is left out. */
  list(): Promise<Draft[]>;
  /** Takes the place of the file's draft before, in one step; resolves once it outlives this process. */
  keep(draft: Draft): Promise<void>;
  /** Of calls for one file the last one wins, whichever is done first. */
  discard(workspace: string, file: string): Promise<void>;
}
