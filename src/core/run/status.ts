/** Where a step or a run stands. The format's own words, the same everywhere. */
export type StepStatus =
  | 'pending'
  | 'queued'
  | 'running'
  | 'waiting'
  | 'succeeded'
  | 'failed'
  | 'skipped'
  | 'cancelled';
export type StepEnd = Extract<StepStatus, 'succeeded' | 'failed' | 'skipped' | 'cancelled'>;
export type RunStatus =
  | 'queued'
  | 'running'
  | 'waiting'
  | 'paused'
  | 'interrupted'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'skipped';
export type RunEnd = Extract<RunStatus, 'succeeded' | 'failed' | 'cancelled' | 'skipped'>;
