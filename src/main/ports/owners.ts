import type { OwnerRef } from '../../core/run/event.ts';

/**
 * Who is alive. A process that owns runs holds an exclusive lock for life; the operating system frees it at once when the
 * process ends in any way, so a held lock is the proof of life and needs no heartbeat.
 */
export interface Owners {
  /** Takes this process's own lock; it is held until `release` or the end of the process. */
  claim(kind: OwnerRef['kind']): OwnerRef;
  /** Whether the owner's process still holds its lock. An owner that is unknown is not alive. */
  isAlive(ownerId: string): boolean;
  /** Every owner whose lock file is still there, with whether it is alive. */
  list(): readonly (OwnerRef & { readonly alive: boolean; readonly startedAt: string })[];
  /** Removes what a dead owner left. */
  forget(ownerId: string): void;
  /** A named lock that one process at a time holds (`schedules`): true when this process has it now. */
  tryHold(name: string): boolean;
  release(): void;
}
