import type { Finding } from '../../../contract/health.ts';
import { Icon, type IconName } from '../../shared/ui/icon.tsx';
import { Prose } from '../../shared/ui/prose.tsx';
import styles from './health.module.css';

const LOOKS: Readonly<Record<Finding['status'], { readonly icon: IconName; readonly word: string }>> = {
  ok: { icon: 'check', word: 'Good' },
  limited: { icon: 'warning', word: 'Limited' },
  broken: { icon: 'error', word: 'Broken' },
};

interface ChecksProps {
  readonly findings: readonly Finding[];
  readonly isChecking: boolean;
  readonly problem: string | null;
}

/** What runs need of this machine, each with what to do about it. */
export function Checks({ findings, isChecking, problem }: ChecksProps) {
  const worst = findings.filter(({ status }) => status !== 'ok').length;
  const summary =
    worst === 0
      ? 'Flows can run: nothing is missing.'
      : `${worst} of ${findings.length} ${worst === 1 ? 'needs' : 'need'} a look.`;
  return (
    <>
      <p role="status" className={styles.none}>
        {isChecking ? 'Looking at what runs need…' : (problem ?? summary)}
      </p>
      <ul className={styles.checks} aria-label="Findings">
        {findings.map(({ check, status, found, fix }) => (
          <li key={check} data-status={status}>
            <Icon name={LOOKS[status].icon} />
            <span className="visually-hidden">{LOOKS[status].word}</span>
            <span className={styles.check}>{check}</span>
            <div>
              <p>
                <Prose text={found} />
              </p>
              {fix !== null && (
                <p className={styles.fix}>
                  <Prose text={fix} />
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
