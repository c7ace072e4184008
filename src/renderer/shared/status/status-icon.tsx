import type { ReactNode } from 'react';
import { STATUS_WORD, type Status } from './status.ts';
import styles from './status-icon.module.css';

/** Shapes differ as much as colours do: an outline, a dot, an arc, an hourglass, a check, a cross, a bar, a bolt. */
const SHAPES: Readonly<Record<Status, ReactNode>> = {
  pending: <circle cx="8" cy="8" r="5.75" />,
  queued: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <circle cx="8" cy="8" r="2" className={styles.solid} />
    </>
  ),
  running: (
    <>
      <circle cx="8" cy="8" r="5.75" opacity="0.3" />
      <path d="M8 2.25A5.75 5.75 0 0 1 13.75 8" className={styles.arc} />
    </>
  ),
  waiting: <path d="M4.5 2.5h7M4.5 13.5h7M5.25 2.5v2.25L8 8l2.75-3.25V2.5M5.25 13.5v-2.25L8 8l2.75 3.25v2.25" />,
  paused: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M6.5 6v4M9.5 6v4" />
    </>
  ),
  succeeded: (
    <>
      <circle cx="8" cy="8" r="6.5" className={styles.solid} />
      <path d="m5.2 8.2 2 2 3.7-4.2" className={styles.cut} />
    </>
  ),
  failed: (
    <>
      <circle cx="8" cy="8" r="6.5" className={styles.solid} />
      <path d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6" className={styles.cut} />
    </>
  ),
  skipped: <circle cx="8" cy="8" r="5.75" strokeDasharray="2.4 2.1" />,
  cancelled: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M5.25 8h5.5" />
    </>
  ),
  interrupted: <path d="M9 1.75 3.75 9H7.5L7 14.25 12.25 7H8.5z" />,
};

interface StatusIconProps {
  readonly status: Status;
  /** Icons beside the word are hidden from screen readers; one that stands alone says the word. */
  readonly labelled?: boolean;
  readonly size?: number;
}

export function StatusIcon({ status, labelled = false, size = 16 }: StatusIconProps) {
  return (
    <svg
      role={labelled ? 'img' : undefined}
      aria-label={labelled ? STATUS_WORD[status] : undefined}
      aria-hidden={!labelled}
      className={styles.icon}
      data-status={status}
      viewBox="0 0 16 16"
      width={size}
      height={size}
    >
      {SHAPES[status]}
    </svg>
  );
}
