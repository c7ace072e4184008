import { useEffect, useRef, useState } from 'react';
import { changesBetween } from '../../../../core/text/changes-between.ts';
import { bringTogether } from '../../../shared/editing/bring-together.ts';
import { applyText, resolveConflict, useEditing } from '../../../shared/editing/editing.ts';
import { count } from '../../../shared/format/count.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { type Comparison, createComparison } from './comparison.ts';
import styles from './conflict.module.css';

interface ConflictDialogProps {
  readonly onClose: () => void;
}

/** Both texts beside each other: keep one side's lines, or write what is to be. */
export default function ConflictDialog({ onClose }: ConflictDialogProps) {
  const open = useEditing((state) => state.open);
  const theirs = useEditing((state) => state.conflict?.theirs);
  if (open === null || theirs === undefined) return null;
  // What the other program writes meanwhile is compared anew.
  return <Choice key={`${open.workspace}\n${open.file}\n${theirs}`} file={open.file} onClose={onClose} />;
}

function Choice({ file, onClose }: ConflictDialogProps & { readonly file: string }) {
  const ref = useRef<HTMLDivElement>(null);
  const shown = useRef<Comparison | undefined>(undefined);
  const [sides] = useState(sidesOfConflict);
  useEffect(() => {
    if (ref.current === null) return;
    const comparison = createComparison(ref.current, { file, ...sides });
    shown.current = comparison;
    return comparison.close;
  }, [file, sides]);
  const use = (text: string) => {
    choose(sides.mine, text);
    onClose();
  };
  return (
    <Dialog
      size="large"
      title={
        <>
          Two changes of the same lines <span>{file}</span>
        </>
      }
      onClose={onClose}
      footer={
        <>
          <p>{count(sides.conflicts, 'place')} to decide; all other changes are on both sides.</p>
          <Button onClick={() => use(sides.theirs)}>Take theirs</Button>
          <Button onClick={() => use(sides.mine)}>Keep mine</Button>
          <Button look="primary" onClick={() => use(shown.current?.result() ?? sides.mine)}>
            Use the text on the right
          </Button>
        </>
      }
    >
      <div className={styles.heads}>
        <h3>Theirs</h3>
        <h3>Yours, to be edited</h3>
      </div>
      <div ref={ref} className={styles.comparison} />
    </Dialog>
  );
}

interface Sides {
  readonly mine: string;
  readonly theirs: string;
  readonly conflicts: number;
}

/** Both texts with everything that does not collide, as they are when the dialog opens. */
function sidesOfConflict(): Sides {
  const { base, text, conflict } = useEditing.getState();
  const versions = { base: base ?? '', mine: text ?? '', theirs: conflict?.theirs ?? '' };
  // Whether the merge can be read was asked before: it is a person's to decide now.
  const merge = bringTogether(versions, () => true);
  return merge.kind === 'conflict' ? merge : { mine: versions.mine, theirs: versions.theirs, conflicts: 1 };
}

/** The choice comes on top of what the person had, so that an undo brings that back. */
function choose(mine: string, chosen: string): void {
  resolveConflict(mine);
  applyText('Choose between two changes', changesBetween(mine, chosen));
}
