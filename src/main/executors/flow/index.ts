import { z } from 'zod';
import type { ExecutionResult } from '../../ports/executor.ts';
import { SubFlowRefused } from '../../ports/executor.ts';
import { defineExecutor } from '../define-executor.ts';

const schema = z.strictObject({
  flow: z.string().min(1).describe('Name of a flow of this workspace, or a path such as ./build.chronum.yaml'),
  params: z.record(z.string(), z.json()).default({}).describe('Parameters of that flow'),
  secrets: z
    .union([z.literal('inherit'), z.array(z.string())])
    .default([])
    .describe('Secrets of this flow that the other may see'),
  wait: z.boolean().default(true).describe('Whether this step ends with the other flow, or as soon as it has begun'),
});

/** Runs another flow as a run of its own; its outputs are the step's. */
export const flowExecutor = defineExecutor({
  name: 'flow',
  title: 'Flow',
  description: 'Runs another flow and waits for its end',
  icon: 'workflow',
  holdsSlot: false,
  takesScript: 'no',
  schema,
  secretFields: [],
  resumable: true,
  async execute(context): Promise<ExecutionResult> {
    const { flow, params, secrets, wait } = context.config;
    try {
      const end = await context.runFlow({ flow, params, secrets, wait });
      context.log(`run ${end.runId} of ${flow}: ${wait ? end.status : 'started'}`);
      if (context.signal.aborted) return { status: 'stopped' };
      const outputs = { ...end.outputs, runId: end.runId };
      if (end.status === 'succeeded' || end.status === 'skipped') return { status: 'succeeded', outputs };
      const message = `run ${end.runId} of \`${flow}\` ended ${end.status} (${end.reason})`;
      return { status: 'failed', error: { kind: 'exit', code: 'sub-flow-failed', message }, outputs };
    } catch (error) {
      if (!(error instanceof SubFlowRefused)) throw error;
      return { status: 'failed', error: { kind: 'spawn', code: 'sub-flow-refused', message: error.message } };
    }
  },
});
