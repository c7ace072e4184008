import type { Json } from '../../core/base/json.ts';

/** Something asked of a run by somebody who does not own it. Idempotent by `id`. */
export interface Command {
  readonly id: string;
  readonly runId: string;
  readonly kind: CommandKind;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly by: string;
  readonly data?: Json;
}

export type CommandKind = 'cancel' | 'cancel-step' | 'pause' | 'resume' | 'approve' | 'reject' | 'continue' | 'input';

export interface CommandQueue {
  /**
   * Adds the command; one whose id was added before (answered or not) is not added again. False when the run does not exist
   * or has finished.
   */
  submit(command: Command): Promise<boolean>;
  /** Commands that wait for the owner of these runs, oldest first. */
  pending(runIds: readonly string[]): Command[];
  /**
   * Calls `listener` when commands for any run may have arrived: at once for this process's, within 100 ms for others'. For
   * owners while they have runs. Returns a function that ends it.
   */
  watch(listener: () => void): () => void;
}
