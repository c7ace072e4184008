import { create } from 'zustand';
import { WINDOW_LAYOUT } from '../../../contract/bridge.ts';
import { client } from '../client/client.ts';
import { DEFAULT_LAYOUT, readLayout, type WindowLayout } from './window-layout.ts';

const SAVE_DELAY_MS = 250;
let timer: ReturnType<typeof setTimeout> | undefined;

export const useLayout = create<WindowLayout>(() => DEFAULT_LAYOUT);

/** Changes the layout now and has it remembered a moment later. */
export function changeLayout(change: Partial<WindowLayout>): void {
  useLayout.setState(change);
  timer ??= setTimeout(saveLayout, SAVE_DELAY_MS);
}

/** Shows the graph of what is open, where something else has its place. */
export function showWork(): void {
  if (useLayout.getState().activity !== 'flows') changeLayout({ activity: 'flows' });
}

function saveLayout(): void {
  clearTimeout(timer);
  timer = undefined;
  // A layout that could not be kept is nothing to bother anybody with: the next change tries again.
  client.layout.set({ key: WINDOW_LAYOUT, value: { ...useLayout.getState() } }).catch(() => {});
}

export async function loadLayout(): Promise<void> {
  const stored = await client.layout.get({ key: WINDOW_LAYOUT }).catch(() => null);
  // The first time in a small window, the graph gets the room.
  const isRoomy = innerWidth >= 1200;
  useLayout.setState(stored === null ? { inspectorOpen: isRoomy } : readLayout(stored));
  addEventListener('pagehide', () => timer !== undefined && saveLayout());
}
