import { formatBytes } from '../../shared/format/count.ts';
import { IconButton } from '../../shared/ui/button.tsx';
import type { LogSession, LogView } from './log-session.ts';
import styles from './terminal.module.css';

interface PositionBarProps {
  readonly view: LogView;
  readonly session: LogSession;
}

const STEPS = 1_000;

/** Where in a large log one is, and the way to anywhere else in it. */
export function PositionBar({ view, session }: PositionBarProps) {
  const { from, to, size, isFollowing, isLoading } = view;
  const shown = (from + to) / 2;
  const share = isFollowing ? 1 : size === 0 ? 0 : shown / size;
  const go = (step: number) => {
    if (step >= STEPS) session.toEnd();
    else void session.show(Math.floor((step / STEPS) * size), step === 0 ? 'top' : 'middle');
  };
  return (
    <div className={styles.position}>
      <IconButton icon="to-start" label="To the beginning" onClick={() => void session.show(0, 'top')} />
      <input
        type="range"
        aria-label="Place in the output"
        aria-valuetext={`${Math.round(share * 100)} % of ${formatBytes(size)}`}
        min={0}
        max={STEPS}
        value={Math.round(share * STEPS)}
        onChange={(event) => go(event.target.valueAsNumber)}
      />
      <IconButton icon="to-end" label="To the end" onClick={session.toEnd} />
      <span>
        {isLoading ? 'Reading' : isFollowing ? `The last ${formatBytes(to - from)}` : `At ${formatBytes(shown)}`} of{' '}
        {formatBytes(size)}
      </span>
    </div>
  );
}
