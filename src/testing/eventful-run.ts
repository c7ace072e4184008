import type { ChronumEvent } from '../core/run/event.ts';
import { simulate } from './simulate-run.ts';

/** Retries, a fallback, a group in a matrix, rounds, a condition, an approval and handlers: every kind of event there is to go back over. */
const FLOW = `
name: everything
maxParallel: 2
steps:
  - {id: build, run: make, retry: {limit: 2, delay: 10ms}}
  - {id: poll, run: poll, repeat: {until: "self.attempt >= 3", interval: 5ms}}
  - id: suite
    needs: [build]
    matrix: {os: [linux, mac], node: [20, 22]}
    steps:
      - {id: unit, run: unit}
      - {id: e2e, run: e2e, needs: [unit], retry: 1}
  - {id: pay, run: pay, needs: [poll], fallback: mend}
  - {id: mend, run: mend}
  - {id: ask, executor: approval, with: {message: Go?}, needs: [suite.done]}
  - {id: never, run: never, if: "false"}
  - {id: halt, run: halt, breakpoint: true}
handlers:
  onCancel:
    - {id: tell, run: tell}
  always:
    - {id: tidy, run: tidy}
`;

/** A run in which next to everything happens that a flow knows. */
export const eventfulRun = (): readonly ChronumEvent[] =>
  simulate(FLOW, {
    attempt: (stepId, attempt) => {
      if (stepId === 'build' && attempt === 1) return { takes: 7, end: 'failed' };
      if (stepId === 'pay') return { takes: 3, end: 'failed' };
      if (stepId.endsWith('e2e') && stepId.includes('mac')) return { takes: 4, end: 'failed' };
      return stepId === 'ask' ? { end: 'never' } : { takes: 5, outputs: { of: stepId } };
    },
    at: {
      20: () => [{ type: 'run.paused', runId: 'r1', by: 'test' }],
      30: () => [{ type: 'run.resumed', runId: 'r1', by: 'test' }],
      70: () => [{ type: 'breakpoint.continued', runId: 'r1', stepId: 'halt', branch: 'body', frame: 2, by: 'test' }],
      90: (run) =>
        run.steps.get('ask')?.status === 'running'
          ? [{ type: 'attempt.succeeded', runId: 'r1', stepId: 'ask', branch: 'body', attempt: 1 }]
          : [],
      400: () => [{ type: 'run.cancel-requested', runId: 'r1', by: 'test', reason: 'cancelled' }],
    },
  }).events;
