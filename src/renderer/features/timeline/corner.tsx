import type { PathPart } from '../../../core/run/critical-path.ts';
import { count } from '../../shared/format/count.ts';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import { IconButton } from '../../shared/ui/button.tsx';
import { Legend } from './legend.tsx';
import styles from './timeline.module.css';

interface CornerProps {
  readonly width: number;
  readonly path: readonly PathPart[];
  readonly time: {
    readonly isWhole: boolean;
    readonly isFollowing: boolean;
    readonly showWhole: () => void;
    readonly follow: () => void;
  };
  /** Whether there is something that moves: a run that goes on, or a replay. */
  readonly canFollow: boolean;
}

/** What can be done with the picture, over the names of the steps. */
export function Corner({ width, path, time, canFollow }: CornerProps) {
  const showsPath = useLayout((state) => state.criticalPath);
  return (
    <div className={styles.corner} style={{ width }}>
      <Legend />
      <IconButton
        icon="path"
        label="Critical path"
        tip={showsPath ? `Critical path: ${count(path.length, 'step')} decided how long the run took` : 'Critical path'}
        aria-pressed={showsPath}
        onClick={() => changeLayout({ criticalPath: !showsPath })}
      />
      {canFollow && !time.isFollowing && (
        <IconButton icon="to-next" label="Follow the run" shortcut={{ key: 'g' }} onClick={time.follow} />
      )}
      {!time.isWhole && (
        <IconButton icon="fit" label="Show the whole run" shortcut={{ key: 'f' }} onClick={time.showWhole} />
      )}
    </div>
  );
}
