/** What stands at the app's icon in dock or taskbar. */
export interface Badge {
  /** A number where the system shows one; 0 for none. */
  readonly count: number;
  /** A small picture over the icon, where the system has that (Windows), and its meaning in words. */
  readonly overlay: { readonly status: 'running' | 'failed'; readonly words: string } | null;
}

/** What failed comes before what runs. */
export function badgeOf({ running, failed }: { readonly running: number; readonly failed: number }): Badge {
  if (failed > 0) return { count: failed, overlay: { status: 'failed', words: runs(failed, 'failed') } };
  if (running > 0) return { count: running, overlay: { status: 'running', words: runs(running, 'running') } };
  return { count: 0, overlay: null };
}

const runs = (count: number, what: string): string => `${count} ${count === 1 ? 'run' : 'runs'} ${what}`;
