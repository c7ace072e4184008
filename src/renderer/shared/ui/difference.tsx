import type { DifferenceLine } from '../text/difference.ts';
import styles from './difference.module.css';

/** Lines that stay, go and come. */
export function Difference({ lines }: { readonly lines: readonly DifferenceLine[] }) {
  return (
    <pre className={styles.difference}>
      {lines.map(({ kind, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have no other identity
        <span key={index} data-kind={kind}>
          {text}
        </span>
      ))}
    </pre>
  );
}
