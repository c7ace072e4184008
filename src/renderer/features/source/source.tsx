import { useEffect, useRef } from 'react';
import { useEditing } from '../../shared/editing/editing.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { createEditor } from './editor/create-editor.ts';
import styles from './editor/source.module.css';

/** The text of the open flow file, in step with the canvas and the forms. */
export default function Source() {
  const open = useEditing((state) => state.open);
  const hasText = useEditing((state) => state.text !== null);
  const readOnly = useEditing((state) => state.readOnly);
  const key = open === null ? null : `${open.workspace}\n${open.file}`;
  return (
    <div className={styles.panel} data-testid="source">
      {open !== null && hasText && <Editor key={key} file={open.file} />}
      {hasText && readOnly !== null && (
        <p className={styles.reason} role="status">
          <Icon name="info" />
          {readOnly}
        </p>
      )}
    </div>
  );
}

function Editor({ file }: { readonly file: string }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => (ref.current === null ? undefined : createEditor(ref.current, file)), [file]);
  return <div ref={ref} className={styles.editor} />;
}
