import { previewAt } from '../../../../../core/flow/complete/index.ts';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import { Prose } from '../../../../shared/ui/prose.tsx';
import styles from '../configure.module.css';
import { useForm } from '../form.tsx';
import { shownValue } from './shown-value.ts';

/** What the expressions of a text gave in the last run, or why they gave nothing. */
export function Preview({ path, text }: { readonly path: Path; readonly text: string }) {
  const { flow, last } = useForm();
  const preview = previewAt({ flow, path, last }, text);
  if (preview === undefined || preview.kind === 'broken') return null;
  return (
    <p className={styles.preview} data-testid="expression-value" data-kind={preview.kind}>
      {preview.kind === 'value' ? (
        <>
          <span>last run</span> <code>{shownValue(preview.value)}</code>
        </>
      ) : (
        <Prose text={preview.why} />
      )}
    </p>
  );
}
