import { useSchedules } from '../../shared/stores/schedules.ts';
import { Button, IconButton } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Popover } from '../../shared/ui/popover.tsx';
import { pause, resume } from './actions.ts';
import styles from './schedules.module.css';

const ALL = { scope: 'all' } as const;

const useIsPaused = () => useSchedules((state) => state.pauses.some(({ scope }) => scope === 'all'));

/** Holds everything back, or what carries a label. */
export function PauseControls() {
  const isPaused = useIsPaused();
  const isEmpty = useSchedules((state) => state.rows.length === 0);
  if (isEmpty && !isPaused) return null;
  return (
    <>
      <LabelMenu />
      {isPaused ? (
        <Button look="primary" icon="play" onClick={() => void resume(ALL)}>
          Resume all
        </Button>
      ) : (
        <Button icon="pause" tip="What comes due waits until you resume" onClick={() => void pause(ALL)}>
          Pause all
        </Button>
      )}
    </>
  );
}

export function PausedBanner() {
  const isPaused = useIsPaused();
  const labels = useSchedules((state) => state.pauses).flatMap((one) => (one.scope === 'label' ? [one.label] : []));
  if (!isPaused && labels.length === 0) return null;
  return (
    <div className={styles.banner} data-tone="held" role="status">
      <Icon name="pause" />
      <p>
        {isPaused
          ? 'All schedules are paused. What comes due waits, and is caught up with as each trigger says.'
          : `Schedules labelled ${labels.join(', ')} are paused.`}
      </p>
    </div>
  );
}

function LabelMenu() {
  const rows = useSchedules((state) => state.rows);
  const pauses = useSchedules((state) => state.pauses);
  const labels = [...new Set(rows.flatMap((row) => row.labels))].sort();
  if (labels.length === 0) return null;
  return (
    <Popover
      label="Pause by label"
      align="end"
      renderTrigger={(trigger) => <IconButton icon="chevron-down" label="Pause by label" {...trigger} />}
    >
      {() => (
        <div className={styles.menu}>
          {labels.map((label) => {
            const target = { scope: 'label', label } as const;
            const isPaused = pauses.some((one) => one.scope === 'label' && one.label === label);
            return (
              <button
                key={label}
                type="button"
                role="menuitemcheckbox"
                aria-checked={isPaused}
                onClick={() => void (isPaused ? resume(target) : pause(target))}
              >
                <Icon name={isPaused ? 'play' : 'pause'} />
                {isPaused ? 'Resume' : 'Pause'} what is labelled {label}
              </button>
            );
          })}
        </div>
      )}
    </Popover>
  );
}
