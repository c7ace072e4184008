import { IconButton } from '../../shared/ui/button.tsx';
import { Popover } from '../../shared/ui/popover.tsx';
import styles from './legend.module.css';
import timeline from './timeline.module.css';

interface Entry {
  readonly label: string;
  readonly className: string | undefined;
  readonly reason?: string;
  readonly attempt?: string;
  readonly handler?: boolean;
}

/** Drawn with the very classes of the bars. */
const ENTRIES: readonly Entry[] = [
  { label: 'An attempt that runs', className: timeline.attempt, attempt: 'running' },
  { label: 'One that succeeded', className: timeline.attempt, attempt: 'succeeded' },
  { label: 'One that failed or took too long', className: timeline.attempt, attempt: 'failed' },
  { label: 'One that was cancelled', className: timeline.attempt, attempt: 'cancelled' },
  { label: 'One whose process vanished', className: timeline.attempt, attempt: 'lost' },
  { label: 'An attempt of a handler', className: timeline.attempt, attempt: 'succeeded', handler: true },
  { label: 'Queued for a place', className: timeline.queue },
  { label: 'Waits for the next attempt or round', className: timeline.wait, reason: 'retry' },
  { label: 'Waits for its delay', className: timeline.wait, reason: 'delay' },
  { label: 'Waits for a person, or at a breakpoint', className: timeline.wait, reason: 'approval' },
  { label: 'Waits for a lock or another flow', className: timeline.wait, reason: 'lock' },
  { label: 'A group or a step with instances, first to last', className: timeline.whole },
  { label: 'Critical path: it decided how long the run took', className: timeline.onPath },
];

/** What the bars mean. */
export const Legend = () => (
  <Popover
    label="What the bars mean"
    renderTrigger={(trigger) => <IconButton icon="info" label="What the bars mean" {...trigger} />}
  >
    {() => (
      <ul className={styles.legend}>
        {ENTRIES.map(({ label, className, reason, attempt, handler }) => (
          <li key={label}>
            <span className={styles.sample} data-handler={handler}>
              <span className={className} style={{ width: 36 }} data-reason={reason} data-attempt={attempt} />
            </span>
            {label}
          </li>
        ))}
      </ul>
    )}
  </Popover>
);
