import type { NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef } from 'react';
import { IconButton } from '../../../shared/ui/button.tsx';
import { removeNote, writeNote } from '../actions/arrange-actions.ts';
import type { NoteNodeType } from '../flow-elements.ts';
import styles from './node.module.css';

/** A remark beside the steps. */
export const NoteNode = memo(function NoteNode({ data: { note }, selected }: NodeProps<NoteNodeType>) {
  const ref = useRef<HTMLTextAreaElement>(null);
  const isEmpty = note.text === '';
  useEffect(() => {
    if (isEmpty) ref.current?.focus({ preventScroll: true });
  }, [isEmpty]);
  return (
    <div className={styles.note} data-selected={selected}>
      <textarea
        ref={ref}
        key={note.text}
        className="nodrag nowheel"
        aria-label="Note"
        placeholder="Write a note"
        defaultValue={note.text}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        onBlur={(event) => writeNote(note.id, event.currentTarget.value.trim())}
      />
      <IconButton icon="close" label="Delete this note" onClick={() => removeNote(note.id)} />
    </div>
  );
});
