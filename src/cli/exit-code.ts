/** What the command line ends with. */
export const EXIT = {
  succeeded: 0,
  failed: 1,
  /** Wrong use, or a flow that cannot run as it is: nothing was run. */
  invalid: 2,
  /** Cancelled by a signal: 128 + SIGINT, as shells have it. */
  cancelled: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Something that a person has to put right before anything can be done. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
