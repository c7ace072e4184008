import { type RerunScope, stepsToRepeat } from '../../../core/run/reuse.ts';
import { count } from '../../shared/format/count.ts';
import type { RunView } from '../../shared/run/run-view.ts';
import { useRun } from '../../shared/stores/run.ts';
import { useSelection } from '../../shared/stores/selection.ts';
import { rerunShown } from '../../shared/stores/studio.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { IconButton } from '../../shared/ui/button.tsx';
import { moveFocus } from '../../shared/ui/move-focus.ts';
import { Popover } from '../../shared/ui/popover.tsx';
import styles from './rerun-menu.module.css';

interface Choice {
  readonly scope: RerunScope;
  readonly title: string;
}

/** Runs the shown run again, whole or in part; each choice says what it would do before it does it. */
export function RerunMenu() {
  const run = useRun((state) => state.latest);
  const stepId = useSelection((state) => state.stepId);
  const trusted = useWorkspaces((state) => state.current?.trusted);
  if (run?.finishedAt === undefined || trusted !== true) return null;
  return (
    <Popover
      label="Run again"
      align="end"
      renderTrigger={(trigger) => <IconButton icon="retry" label="Run again" {...trigger} />}
    >
      {(close) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only move between the buttons inside
        <div className={styles.menu} onKeyDown={moveFocus}>
          {choicesFor(run, stepId).map(({ scope, title }) => (
            <button
              key={scope.kind}
              type="button"
              className={styles.item}
              onClick={() => {
                close();
                void rerunShown(scope);
              }}
            >
              <span>{title}</span>
              <span className={styles.details}>{preview(run, scope)}</span>
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}

function choicesFor(run: RunView, stepId: string | null): Choice[] {
  const isOwnStep = run.plan.steps.some((step) => step.id === stepId && !step.auxiliary);
  const failed = run.status === 'failed' || run.status === 'cancelled';
  return [
    ...(failed ? [{ scope: { kind: 'failed' }, title: 'Only what did not succeed' } as const] : []),
    ...(stepId !== null && isOwnStep
      ? [{ scope: { kind: 'from', stepId }, title: `From ${run.steps.get(stepId)?.name ?? stepId} on` } as const]
      : []),
    { scope: { kind: 'all' }, title: 'Everything, as it was recorded' },
  ];
}

/** `2 steps run again, the outputs of 4 are taken over`. */
function preview(run: RunView, scope: RerunScope): string {
  const own = run.plan.steps.filter((step) => !step.auxiliary).length;
  const repeated = stepsToRepeat(run.plan.steps, (id) => run.steps.get(id)?.status, scope).size;
  const kept = own - repeated;
  return `${count(repeated, 'step')} would run${kept === 0 ? '' : `; what ${count(kept, 'step')} gave is taken over`}`;
}
