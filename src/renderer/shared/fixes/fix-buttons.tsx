import type { Diagnostic } from '../../../core/base/diagnostic.ts';
import { Prose } from '../ui/prose.tsx';
import styles from './fix-buttons.module.css';
import { applyFix, useFixes } from './use-fixes.ts';

/** What can be done about a problem, each as a button. */
export function FixButtons({ diagnostic }: { readonly diagnostic: Diagnostic }) {
  const fixes = useFixes(diagnostic);
  if (fixes.length === 0) return null;
  return (
    <span className={styles.fixes}>
      {fixes.map((fix) => (
        <button key={fix.label} type="button" className={styles.fix} onClick={() => applyFix(fix)}>
          <Prose text={fix.label} />
        </button>
      ))}
    </span>
  );
}
