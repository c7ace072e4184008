/** What this machine knows of workspaces and flows: trust, recency, identity. The files are the truth for flows. */
export interface WorkspaceRecord {
  /** Absolute folder. */
  readonly path: string;
  readonly trusted: boolean;
  readonly openedAt: string;
}

export interface WorkspaceStore {
  /** Most recently opened first. */
  list(): WorkspaceRecord[];
  get(path: string): WorkspaceRecord | null;
  opened(path: string, at: string): void;
  setTrusted(path: string, trusted: boolean): void;
  forget(path: string): void;
}

export interface FlowStore {
  /** The stable id of the flow in that file of that workspace; made on first sight. */
  identify(workspace: string, file: string): string;
  /** Where the flow of that id lies; null for one that was never seen. */
  workspaceOf(id: string): string | null;
  /** The file was renamed or moved inside its workspace: history goes with it. */
  renamed(workspace: string, from: string, to: string): void;
}

/** Small pieces of state that outlive the process and belong to nobody else: window places, dismissed hints. Values are JSON texts. */
export interface KeyValueStore {
  get(key: string): string | null;
  set(key: string, value: string | null): void;
}
