import type { CodeFile } from '../../../../contract/models.ts';
import { count } from '../../../shared/format/count.ts';
import { around, differenceOf } from '../../../shared/text/difference.ts';
import { Difference } from '../../../shared/ui/difference.tsx';
import { Icon } from '../../../shared/ui/icon.tsx';
import styles from './trust.module.css';

const WORD: Readonly<Record<CodeFile['state'], string>> = {
  new: 'new',
  changed: 'changed',
  armed: 'as you have seen it',
};
/** Lines around a change; and how many are compared before a file is shown whole. */
const CONTEXT = 3;
const MOST_LINES = 3_000;

/** The code that is loaded by itself: configuration, plug-ins, TypeScript flows, and what they import. */
export function CodeOf({ files }: { readonly files: readonly CodeFile[] }) {
  const unseen = files.filter(({ state }) => state !== 'armed');
  const seen = files.length - unseen.length;
  return (
    <section aria-label="Code">
      <h3>Code that is loaded</h3>
      {files.length === 0 && <p className={styles.none}>None: no configuration, no plug-ins, no TypeScript flows.</p>}
      {unseen.map((file, index) => (
        <CodeChange key={file.file} file={file} isOpen={index === 0 || unseen.length <= 3} />
      ))}
      {seen > 0 && <p className={styles.none}>{count(seen, 'file')} as you have let them run before.</p>}
    </section>
  );
}

function CodeChange({ file, isOpen }: { readonly file: CodeFile; readonly isOpen: boolean }) {
  const lines = file.text.trimEnd().split('\n').length;
  return (
    <details className={styles.change} open={isOpen} data-testid="code-change">
      <summary>
        <Icon name="chevron-down" size={14} />
        <strong>{file.file}</strong>
        <span className={styles.state} data-state={file.state}>
          {WORD[file.state]}
        </span>
        <span className={styles.file}>{count(lines, 'line')}</span>
      </summary>
      <Difference lines={linesOf(file, lines)} />
    </details>
  );
}

function linesOf({ before, text }: CodeFile, lines: number) {
  const isComparable = before !== null && lines <= MOST_LINES && before.split('\n').length <= MOST_LINES;
  return isComparable ? around(differenceOf(before, text), CONTEXT) : differenceOf('', text);
}
