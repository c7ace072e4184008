import { revealInSource } from '../../../shared/stores/reveal.ts';
import styles from './run.module.css';

interface DefinitionLinkProps {
  readonly file: string;
  readonly line: number;
  /** The file is open, and may have changed since the run. */
  readonly isToday: boolean;
}

/** Where a step is written. With the file open, the way there. */
export function DefinitionLink({ file, line, isToday }: DefinitionLinkProps) {
  const place = `${file}:${line}`;
  if (!isToday) return <code>{place}</code>;
  const show = () => revealInSource({ line, column: 1 });
  return (
    <button type="button" className={styles.link} data-tip="Show it in the text of the flow" onClick={show}>
      {place}
    </button>
  );
}
