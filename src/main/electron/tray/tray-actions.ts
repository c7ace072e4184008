import { randomUUID } from 'node:crypto';
import { app, Notification } from 'electron';
import type { Refusal } from '../../app/prepare-flow.ts';
import type { Studio } from '../../app/studio.ts';
import type { MainWindow } from '../main-window.ts';
import type { TrayAction } from './tray-menu.ts';

/** What may be asked for without the window. */
export type DesktopAction = TrayAction | { readonly do: 'run-again'; readonly runId: string };

interface ActionParts {
  readonly studio: Studio;
  readonly window: MainWindow;
  /** Brings the window forward with a run. */
  readonly showRun: (runId: string) => void;
}

/** Does what a click in the tray or at a notification asks for. What cannot be done is told in a notification. */
export function createTrayActions({ studio, window, showRun }: ActionParts): (action: DesktopAction) => void {
  const { store } = studio;
  const now = () => new Date();

  const perform = async (action: DesktopAction): Promise<Refusal | undefined> => {
    switch (action.do) {
      case 'open':
        window.show();
        return;
      case 'open-run':
        showRun(action.runId);
        return;
      case 'cancel-run': {
        const { runId } = action;
        await store.commands.submit({ id: randomUUID(), runId, kind: 'cancel', at: now().toISOString(), by: 'app' });
        return;
      }
      case 'run-flow': {
        const { workspace, file } = action;
        const { environment } = studio;
        const trigger = { type: 'manual' };
        const started = await studio.startRun({ workspace, file, params: {}, trigger, environment, needsTrust: true });
        return started.ok ? undefined : started.error;
      }
      case 'run-again': {
        const { environment } = studio;
        const again = { runId: action.runId, scope: { kind: 'failed' }, environment, needsTrust: true } as const;
        const started = await studio.rerun(again);
        return started.ok ? undefined : started.error;
      }
      case 'pause-all':
        store.schedules.pause({ scope: 'all', at: now().getTime(), by: 'app' });
        return;
      case 'resume-all':
        store.schedules.resume({ scope: 'all' });
        return;
      case 'quit':
        app.quit();
        return;
    }
  };

  const tell = (problems: readonly string[]) => {
    for (const problem of problems) studio.report(problem);
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title: 'That did not work', body: problems.join('\n'), urgency: 'normal' });
    notification.on('click', window.show);
    notification.show();
  };

  return (action) => {
    perform(action).then(
      (refusal) => {
        if (refusal !== undefined) tell(refusal.problems);
      },
      (error: unknown) => tell([error instanceof Error ? error.message : String(error)]),
    );
  };
}
