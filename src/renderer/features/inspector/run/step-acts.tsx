import { stepActs } from '../../../shared/acts/acts.ts';
import { perform } from '../../../shared/acts/perform.ts';
import { useRun } from '../../../shared/stores/run.ts';
import { useWorkspaces } from '../../../shared/stores/workspaces.ts';
import { Icon } from '../../../shared/ui/icon.tsx';
import { moveFocus } from '../../../shared/ui/move-focus.ts';
import styles from './run.module.css';

/** What can be done with the step now, each with what it will do. A replay is looked at, not acted upon. */
export function StepActs({ stepId }: { readonly stepId: string }) {
  const run = useRun((state) => (state.moment === null ? state.latest : undefined));
  const trusted = useWorkspaces((state) => state.current?.trusted === true);
  const acts = run === undefined ? [] : stepActs(run, stepId).filter(({ id }) => trusted || !id.startsWith('rerun'));
  if (acts.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only move between the buttons inside
    <div className={styles.acts} data-testid="step-acts" onKeyDown={moveFocus}>
      {acts.map((act) => (
        <button key={act.id} type="button" onClick={() => void perform(act)}>
          <Icon name={act.icon} />
          <span>
            {act.label}
            <small>{act.says}</small>
          </span>
        </button>
      ))}
    </div>
  );
}
