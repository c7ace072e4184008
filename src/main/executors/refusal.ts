import type { Problem } from '../../core/base/result.ts';
import type { ExecutionResult } from '../ports/executor.ts';

/** The result of an attempt that could not be started. */
export const refusal = ({ code, message }: Problem): ExecutionResult => ({
  status: 'failed',
  error: { kind: 'spawn', code, message },
});
