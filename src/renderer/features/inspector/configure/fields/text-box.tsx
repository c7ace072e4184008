import { useRef } from 'react';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import styles from '../configure.module.css';
import { CompletionList } from './completion-list.tsx';
import type { Control } from './field.tsx';
import { useCompletion } from './use-completion.ts';
import { useDraft } from './use-draft.ts';

interface TextBoxProps extends Partial<Control> {
  /** Where the text stands: what completes there depends on it. */
  readonly path: Path;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Called when the person is done: on leaving, and on Enter in a single line. */
  readonly onDone?: (text: string) => void;
  readonly placeholder?: string | undefined;
  readonly mono?: boolean;
  /** Rows at the least; absent for a single line. */
  readonly rows?: number;
  readonly label?: string;
  /** What a typed text comes back as. */
  readonly asWritten?: (text: string) => string;
}

/** A text field whose expressions complete. */
export function TextBox({
  path,
  value,
  onChange,
  onDone,
  placeholder,
  mono,
  rows,
  label,
  asWritten,
  ...control
}: TextBoxProps) {
  const ref = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const draft = useDraft(value, onChange, asWritten);
  const completion = useCompletion(path, ref, draft.type);
  const { open } = completion;
  const common = {
    ...control,
    ref,
    'aria-label': label,
    'aria-autocomplete': 'list' as const,
    'aria-controls': open === null ? undefined : completion.id,
    'aria-activedescendant': open === null ? undefined : `${completion.id}-${open.active}`,
    spellCheck: false,
    autoComplete: 'off',
    placeholder,
    value: draft.shown,
    'data-mono': (mono ?? rows !== undefined) ? '' : undefined,
    onChange: (event: { readonly target: { readonly value: string } }) => {
      draft.type(event.target.value);
      // What stands before the cursor is known once the field has it.
      requestAnimationFrame(() => completion.look());
    },
    onKeyDown: (event: React.KeyboardEvent<HTMLInputElement & HTMLTextAreaElement>) => {
      if (event.ctrlKey || event.metaKey) draft.flush();
      if (completion.onKeyDown(event)) return;
      if (event.key === 'Enter' && rows === undefined) onDone?.(event.currentTarget.value);
    },
    onClick: () => open !== null && completion.close(),
    onBlur: (event: React.FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      completion.close();
      draft.end();
      onDone?.(event.currentTarget.value);
    },
  };
  return (
    <div className={styles.textBox}>
      {rows === undefined ? (
        <input {...common} type="text" role="combobox" aria-expanded={open !== null} className={styles.input} />
      ) : (
        <textarea
          {...common}
          rows={Math.min(20, Math.max(rows, draft.shown.split('\n').length))}
          className={styles.input}
        />
      )}
      {open !== null && (
        <CompletionList
          id={completion.id}
          anchor={ref}
          completions={open.completions}
          active={open.active}
          onTake={completion.take}
        />
      )}
    </div>
  );
}
