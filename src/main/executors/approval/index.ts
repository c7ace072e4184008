import { z } from 'zod';
import type { Outputs } from '../../../core/run/event.ts';
import type { ExecutionResult, PersonAnswer } from '../../ports/executor.ts';
import { defineExecutor } from '../define-executor.ts';

const schema = z.strictObject({
  message: z.string().min(1).default('Go on?').describe('What the person is asked'),
  inputs: z.record(z.string(), z.json()).optional().describe('Values the person is asked for, by name'),
  onTimeout: z
    .enum(['reject', 'approve', 'fail'])
    .default('reject')
    .describe('What it means when nobody answers within the timeout of the step'),
});

/** Waits for a person. It holds no place of maxParallel, and outlives the process that asked. */
export const approvalExecutor = defineExecutor({
  name: 'approval',
  title: 'Approval',
  description: 'Waits until a person approves or rejects',
  icon: 'user-check',
  holdsSlot: false,
  takesScript: 'no',
  schema,
  secretFields: [],
  resumable: true,
  async execute(context): Promise<ExecutionResult> {
    const { message, inputs, onTimeout } = context.config;
    let answer: PersonAnswer;
    try {
      answer = await context.askPerson({ message, ...(inputs === undefined ? {} : { inputs }) });
    } catch (error) {
      if (!context.signal.aborted) throw error;
      return onTimeout === 'fail' || !isTimeout(context.signal.reason) ? { status: 'stopped' } : nobody(onTimeout);
    }
    const outputs: Outputs = {
      by: answer.by,
      ...(answer.comment === undefined ? {} : { comment: answer.comment }),
      ...(answer.inputs === undefined ? {} : { inputs: answer.inputs }),
    };
    if (answer.answer === 'approve') return { status: 'succeeded', outputs };
    const said = answer.comment === undefined ? '' : `: ${answer.comment}`;
    return { status: 'failed', error: { kind: 'rejected', message: `rejected by ${answer.by}${said}` }, outputs };
  },
});

const isTimeout = (reason: unknown): boolean =>
  typeof reason === 'object' && reason !== null && 'kind' in reason && reason.kind === 'timeout';

const nobody = (onTimeout: 'reject' | 'approve'): ExecutionResult =>
  onTimeout === 'approve'
    ? { status: 'succeeded', outputs: { by: 'timeout' } }
    : { status: 'failed', error: { kind: 'rejected', message: 'nobody answered in time' } };
