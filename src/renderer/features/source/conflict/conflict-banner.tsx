import { lazy, Suspense, useState } from 'react';
import { useEditing } from '../../../shared/editing/editing.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Icon } from '../../../shared/ui/icon.tsx';
import styles from './conflict.module.css';

/** Needed seldom, and then with an editor of its own. */
const ConflictDialog = lazy(() => import('./conflict-dialog.tsx'));

/** Another program changed the same lines of the file as the person did: nothing is written before they have chosen. */
export function ConflictBanner() {
  const file = useEditing((state) => (state.conflict === null ? undefined : state.open?.file));
  const canChoose = useEditing((state) => state.readOnly === null);
  const [isOpen, setOpen] = useState(false);
  if (file === undefined) return null;
  return (
    <section className={styles.banner} aria-label="Changed by another program">
      <Icon name="warning" />
      <p>
        {file} was changed by another program, in lines that you have changed too. Nothing is saved before you have
        chosen.
      </p>
      {canChoose && <Button onClick={() => setOpen(true)}>Compare and choose</Button>}
      {isOpen && (
        <Suspense fallback={null}>
          <ConflictDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </section>
  );
}
