import type { RunRow } from '../../../contract/models.ts';
import { type MenuItem, SEPARATOR, showContextMenu } from '../commands/context-menu.tsx';
import { useRun } from '../stores/run.ts';
import { selectStep } from '../stores/selection.ts';
import { openRun } from '../stores/studio.ts';
import { useWorkspaces } from '../stores/workspaces.ts';
import { type Act, runActs, stepActs } from './acts.ts';
import { perform } from './perform.ts';

/** What can be done with a step of the shown run, then with the run itself, for a menu. Empty without a run. */
function actItems(stepId: string | null): readonly MenuItem[] {
  const { latest } = useRun.getState();
  if (latest === undefined) return [];
  const ofStep = stepId === null ? [] : stepActs(latest, stepId);
  const ofRun = runActs(latest);
  return [...ofStep.map(itemOf), ...(ofStep.length > 0 && ofRun.length > 0 ? [SEPARATOR] : []), ...ofRun.map(itemOf)];
}

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

type At = Parameters<typeof showContextMenu>[0] & {
  readonly target: EventTarget | null;
  readonly defaultPrevented: boolean;
};

/** Opens the menu of the step under the mouse or the focus (`data-step`), else of the run. */
export function showActMenu(event: At): void {
  if (event.defaultPrevented || !(event.target instanceof Element)) return;
  const stepId = event.target.closest<HTMLElement>('[data-step]')?.dataset.step ?? null;
  const items = actItems(stepId);
  if (items.length === 0) return;
  if (stepId !== null) selectStep(stepId);
  showContextMenu(event, stepId === null ? 'The run' : stepId, items);
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
    const items = actItems(null);
    if (items.length > 0) {
      showContextMenu({ clientX, clientY, currentTarget, buttons, preventDefault: () => {} }, row.flowName, items);
    }
    return true;
  };
  const stop = useRun.subscribe(() => void show());
  const timer = setTimeout(() => stop(), PATIENCE_MS);
  show();
}
