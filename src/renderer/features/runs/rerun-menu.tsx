import { runActs, stepActs } from '../../shared/acts/acts.ts';
import { perform } from '../../shared/acts/perform.ts';
import { useRun } from '../../shared/stores/run.ts';
import { useSelection } from '../../shared/stores/selection.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { IconButton } from '../../shared/ui/button.tsx';
import { moveFocus } from '../../shared/ui/move-focus.ts';
import { Popover } from '../../shared/ui/popover.tsx';
import styles from './rerun-menu.module.css';

/** Runs the shown run again, whole or in part; each choice says what it will do before it does it. */
export function RerunMenu() {
  const run = useRun((state) => state.latest);
  const stepId = useSelection((state) => state.stepId);
  const trusted = useWorkspaces((state) => state.current?.trusted);
  if (run?.finishedAt === undefined || trusted !== true) return null;
  const acts = [...runActs(run), ...(stepId === null ? [] : stepActs(run, stepId))];
  return (
    <Popover
      label="Run again"
      align="end"
      renderTrigger={(trigger) => <IconButton icon="retry" label="Run again" {...trigger} />}
    >
      {(close) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only move between the buttons inside
        <div className={styles.menu} onKeyDown={moveFocus}>
          {acts.map((act) => (
            <button
              key={act.id}
              type="button"
              className={styles.item}
              onClick={() => {
                close();
                void perform(act);
              }}
            >
              <span>{act.label}</span>
              <span className={styles.details}>{act.says}</span>
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}
