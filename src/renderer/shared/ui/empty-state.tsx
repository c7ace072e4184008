import type { ReactNode } from 'react';
import styles from './empty-state.module.css';
import { Icon, type IconName } from './icon.tsx';

interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  /** When it is all there is on the page. */
  readonly isPage?: boolean;
  readonly children?: ReactNode;
  /** The next step, as a button. */
  readonly action?: ReactNode;
}

/** A screen without content says what belongs here and how it comes to be. */
export const EmptyState = ({ icon, title, isPage = false, children, action }: EmptyStateProps) => (
  <div className={styles.empty}>
    <Icon name={icon} size={20} className={styles.icon} />
    {isPage ? <h1>{title}</h1> : <h2>{title}</h2>}
    {children && <div className={styles.text}>{children}</div>}
    {action && <div className={styles.actions}>{action}</div>}
  </div>
);
