import { create } from 'zustand';
import { client } from '../client/client.ts';

const KEY = 'recent-choices';
const MOST = 30;

/** Ids of what was asked for last, latest first: commands, and what was chosen in the palette. */
export const useRecent = create<{ readonly ids: readonly string[] }>(() => ({ ids: [] }));

export function noteUse(id: string): void {
  const ids = [id, ...useRecent.getState().ids.filter((other) => other !== id)].slice(0, MOST);
  useRecent.setState({ ids });
  // What could not be kept is nothing to bother anybody with.
  client.layout.set({ key: KEY, value: ids }).catch(() => {});
}

export async function loadRecent(): Promise<void> {
  const stored = await client.layout.get({ key: KEY }).catch(() => null);
  if (!Array.isArray(stored)) return;
  const ids = stored.filter((id) => typeof id === 'string');
  useRecent.setState((now) => ({ ids: [...now.ids, ...ids.filter((id) => !now.ids.includes(id))] }));
}
