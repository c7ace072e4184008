import type { RunRow } from '../../../contract/models.ts';
import { contributeToMenus, type MenuItem, showContextMenu } from '../commands/context-menu.tsx';
import { useRun } from '../stores/run.ts';
import { selectStep } from '../stores/selection.ts';
import { openRun } from '../stores/studio.ts';
import { useWorkspaces } from '../stores/workspaces.ts';
import { type Act, runActs, stepActs } from './acts.ts';
import { perform } from './perform.ts';

const runItems = (): readonly MenuItem[] => {
  const { latest } = useRun.getState();
  return latest === undefined ? [] : runActs(latest).map(itemOf);
};

/** What can be done with the step that an element is of (`data-step`), in the menus of whoever has one there. */
export const contributeStepActs = (): void =>
  contributeToMenus((target) => {
    const stepId = stepOf(target);
    const { latest } = useRun.getState();
    return stepId === null || latest === undefined ? [] : stepActs(latest, stepId).map(itemOf);
  });

const stepOf = (target: Element): string | null => target.closest<HTMLElement>('[data-step]')?.dataset.step ?? null;

function itemOf(act: Act): MenuItem {
  const { label, says, icon } = act;
  const starts = act.id.startsWith('rerun');
  const trusted = useWorkspaces.getState().current?.trusted === true;
  return {
    label,
    says,
    icon,
    run: () => perform(act),
    obstacle: starts && !trusted ? 'this folder is restricted' : undefined,
  };
}

type At = Parameters<typeof showContextMenu>[0] & { readonly defaultPrevented: boolean };

/** Where nobody else has a menu: the acts on the run, behind those on the step under the mouse or the focus. */
export function showActMenu(event: At): void {
  if (event.defaultPrevented || !(event.target instanceof Element)) return;
  const stepId = stepOf(event.target);
  if (stepId !== null) selectStep(stepId);
  showContextMenu(event, stepId ?? 'The run', runItems());
}

/** A run that is slow to come is not what the person looks at any more. */
const PATIENCE_MS = 5_000;

/** Opens the menu of a run of a list: it is shown first, so that what its acts will do can be told. */
export function showRunActMenu(event: At, row: RunRow): void {
  event.preventDefault();
  const { clientX, clientY, currentTarget } = event;
  let { buttons } = event;
  addEventListener('pointerup', () => (buttons = 0), { once: true, capture: true });
  openRun(row);
  const show = () => {
    if (useRun.getState().latest?.runId !== row.id) return false;
    stop();
    clearTimeout(timer);
    showContextMenu(
      { clientX, clientY, target: null, currentTarget, buttons, preventDefault: () => {} },
      row.flowName,
      runItems(),
    );
    return true;
  };
  const stop = useRun.subscribe(() => void show());
  const timer = setTimeout(() => stop(), PATIENCE_MS);
  show();
}
