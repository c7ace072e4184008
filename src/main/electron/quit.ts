import { app, BrowserWindow, dialog, type MessageBoxOptions, powerMonitor } from 'electron';
import type { Studio } from '../app/studio.ts';

/** Milliseconds that cancelled runs get to end before the app closes over them. */
const CANCEL_PATIENCE_MS = 30_000;

type Choice = 'leave' | 'cancel' | 'stay';

export interface Quit {
  /** Ends the app in order. Asks when runs go on, unless nobody may be there to answer. */
  leave(options: { readonly ask: boolean }): void;
  /** Whether the app is on its way out, or a person is being asked. */
  isLeaving(): boolean;
  /** Everything is closed: whatever is left may go. */
  isClosed(): boolean;
}

/**
 * Ends the app in order: runs are cancelled or left to be resumed, as the person says, the store is closed, and only then the
 * process goes. `beforeClose` ends what stands on the studio.
 */
export function quitInOrder(opening: Promise<Studio>, beforeClose: () => void): Quit {
  let stage: 'open' | 'leaving' | 'closed' = 'open';
  /** Ends the question, when the system does not wait for its answer. */
  const insisting = new AbortController();

  const leave = async (ask: boolean) => {
    if (!ask) insisting.abort();
    if (stage !== 'open') return;
    stage = 'leaving';
    const studio = await opening.catch(() => undefined);
    const active = studio?.engine.active().length ?? 0;
    const { signal } = insisting;
    const choice = active > 0 && !signal.aborted ? await askAbout(active, signal) : 'leave';
    if (choice === 'stay' && !signal.aborted) {
      stage = 'open';
      return;
    }
    for (const window of BrowserWindow.getAllWindows()) window.hide();
    if (studio && choice === 'cancel') await cancelRuns(studio);
    beforeClose();
    await studio?.close().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    stage = 'closed';
    app.quit();
  };

  app.on('before-quit', (event) => {
    if (stage === 'closed') return;
    event.preventDefault();
    void leave(true);
  });
  // Asked to end by the system: nobody may be there to answer.
  powerMonitor.on('shutdown', () => void leave(false));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void leave(false));
  return {
    leave: ({ ask }) => void leave(ask),
    isLeaving: () => stage !== 'open',
    isClosed: () => stage === 'closed',
  };
}

async function askAbout(active: number, signal: AbortSignal): Promise<Choice> {
  const answers = ['Leave to be resumed', 'Cancel and quit', 'Stay'] as const;
  const options: MessageBoxOptions = {
    type: 'question',
    message: active === 1 ? 'A run has not finished' : `${active} runs have not finished`,
    detail:
      'What runs now ends with the app. Left runs go on at the next start, from the steps that have not finished.',
    buttons: [...answers],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
    signal,
  };
  const [window] = BrowserWindow.getAllWindows();
  const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
  return (['leave', 'cancel', 'stay'] as const)[response] ?? 'stay';
}

async function cancelRuns({ engine }: Studio): Promise<void> {
  const finished = engine.active().map((runId) => engine.finished(runId));
  engine.cancelAll('app');
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, CANCEL_PATIENCE_MS)));
  await Promise.race([Promise.all(finished), patience]);
  clearTimeout(timer);
}
