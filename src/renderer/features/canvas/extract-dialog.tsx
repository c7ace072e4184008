import { useRef, useState } from 'react';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { closeExtract, useExtractName } from './actions/extract-name.ts';
import { extractedFile, extractMarked } from './actions/group-actions.ts';
import styles from './canvas.module.css';

/** Asks for the name of the flow that the selected steps become. */
export function ExtractDialog() {
  const isOpen = useExtractName((state) => state.isOpen);
  return isOpen ? <Asking /> : null;
}

function Asking() {
  const [name, setName] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const file = name.trim() === '' ? undefined : extractedFile(name.trim());
  const submit = () => {
    if (name.trim() === '') {
      field.current?.focus();
      return;
    }
    closeExtract();
    void extractMarked(name.trim());
  };
  return (
    <Dialog
      title="Extract into a flow of its own"
      onClose={closeExtract}
      onSubmit={submit}
      footer={
        <>
          <Button look="plain" onClick={closeExtract}>
            Cancel
          </Button>
          <Button look="primary" type="submit">
            Extract
          </Button>
        </>
      }
    >
      <label className={styles.field}>
        <span>Name of the flow</span>
        <input
          ref={field}
          type="text"
          value={name}
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <p className={styles.hint}>
        {file === undefined ? 'It gets a file beside this one.' : `Its file is ${file}. One step here runs it.`}
      </p>
    </Dialog>
  );
}
