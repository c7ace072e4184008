import { create } from 'zustand';
import type { WorkspaceRow } from '../../../contract/models.ts';
import { client } from '../client/client.ts';

interface Workspaces {
  /** Latest opened first. */
  readonly rows: readonly WorkspaceRow[];
  readonly current: WorkspaceRow | null;
  readonly loaded: boolean;
}

export const useWorkspaces = create<Workspaces>(() => ({ rows: [], current: null, loaded: false }));

export async function loadWorkspaces(): Promise<readonly WorkspaceRow[]> {
  const rows = await client.workspaces.list();
  useWorkspaces.setState({ rows, loaded: true });
  return rows;
}

/** Puts a changed row in its place, and first when it was just opened. */
export function placeWorkspace(row: WorkspaceRow, isCurrent: boolean): void {
  useWorkspaces.setState(({ rows, current }) => ({
    rows: [row, ...rows.filter((other) => other.path !== row.path)],
    current: isCurrent || current?.path === row.path ? row : current,
  }));
}

export async function trustWorkspace(path: string, trusted: boolean): Promise<void> {
  placeWorkspace(await client.workspaces.trust({ workspace: path, trusted }), false);
}
