import { useEditing } from '../../shared/editing/editing.ts';
import { useDocument } from '../../shared/stores/document.ts';
import { changeLayout } from '../../shared/stores/layout.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import styles from './canvas.module.css';

/** The text, saved or not, cannot be drawn, or its file is gone: what is drawn is its last valid state. */
export function StaleNotice() {
  const isStale = useDocument((state) => state.document !== state.drawn?.document);
  const isDirty = useEditing((state) => state.isDirty);
  const isGone = useDocument((state) => state.phase === 'gone');
  if (!isStale) return null;
  return (
    <div className={styles.stale} role="status">
      <Icon name="warning" />
      <p>
        {isGone
          ? 'The file is not there any more. This is its last valid state.'
          : `The ${isDirty ? 'text' : 'file'} has problems. This is its last valid state.`}
      </p>
      {!isGone && (
        <Button look="plain" onClick={() => changeLayout({ bottomTab: 'problems', bottomOpen: true })}>
          Show problems
        </Button>
      )}
    </div>
  );
}
