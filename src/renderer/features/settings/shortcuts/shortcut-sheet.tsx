import { useState } from 'react';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { closeShortcutSheet } from '../view.ts';
import { ShortcutTable } from './shortcut-table.tsx';
import styles from './shortcuts.module.css';

/** All shortcuts at a glance, to be looked up, changed, or printed. */
export default function ShortcutSheet() {
  const [query, setQuery] = useState('');
  return (
    <Dialog
      title="Keyboard shortcuts"
      size="large"
      onClose={closeShortcutSheet}
      footer={<Button onClick={() => print()}>Print…</Button>}
    >
      <div className={styles.sheet}>
        <input
          type="search"
          aria-label="Search shortcuts"
          placeholder="Search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <div className={styles.columns}>
          <ShortcutTable query={query} />
        </div>
      </div>
    </Dialog>
  );
}
