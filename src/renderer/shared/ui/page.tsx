import type { ReactNode } from 'react';
import styles from './page.module.css';

interface PageProps {
  readonly title: string;
  /** At the right of the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A screen that has all of the window but the bar: a title, what can be done, and content that scrolls. */
export const Page = ({ title, actions, children }: PageProps) => (
  <section className={styles.page} aria-label={title}>
    <header className={styles.header}>
      <h1>{title}</h1>
      <span className={styles.space} />
      {actions}
    </header>
    {children}
  </section>
);
