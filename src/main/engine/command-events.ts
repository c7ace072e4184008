import { isJsonObject } from '../../core/base/json.ts';
import type { EventBody } from '../../core/run/event.ts';
import { openQuestion, type RunState, type StepState } from '../../core/run/state.ts';
import type { Command } from '../ports/commands.ts';
import type { AttemptKey } from '../ports/log-store.ts';
import type { TerminalInput } from '../ports/processes.ts';

/** What a command means for the run as it stands now; nothing when it has become pointless. */
export function commandEvents(run: RunState, command: Command): EventBody[] {
  const { runId } = run;
  const data = isJsonObject(command.data) ? command.data : {};
  const step = typeof data.stepId === 'string' ? run.steps.get(data.stepId) : undefined;
  switch (command.kind) {
    case 'cancel':
      return run.cancel !== undefined && run.handlers === undefined
        ? []
        : [
            {
              type: 'run.cancel-requested',
              runId,
              by: command.by,
              reason: typeof data.reason === 'string' ? data.reason : 'cancelled',
            },
          ];
    case 'cancel-step':
      return step === undefined || step.finishedAt !== undefined
        ? []
        : [{ type: 'step.cancel-requested', runId, stepId: step.id, by: command.by, reason: 'step-cancelled' }];
    case 'pause':
      return run.paused || run.cancel !== undefined ? [] : [{ type: 'run.paused', runId, by: command.by }];
    case 'resume':
      return run.paused ? [{ type: 'run.resumed', runId, by: command.by }] : [];
    case 'continue':
      return held(run, step).map(({ step: at, node, branch }) => ({
        type: 'breakpoint.continued',
        runId,
        stepId: at.id,
        branch,
        frame: node,
        by: command.by,
      }));
    case 'approve':
    case 'reject':
      return answer(run, step, command);
    // No event: see `terminalInput`.
    case 'input':
      return [];
  }
}

/** Breakpoints that hold the step, or every step when none is named. */
function held(run: RunState, step: StepState | undefined): { step: StepState; node: number; branch: string }[] {
  const steps = step === undefined ? [...run.steps.values()] : [step];
  return steps.flatMap((at) =>
    at.finishedAt !== undefined
      ? []
      : at.plan.nodes.flatMap((planned, node) =>
          planned.kind === 'frame' && planned.frame === 'breakpoint' && at.frames[node] === 'held'
            ? [{ step: at, node, branch: 'body' }]
            : [],
        ),
  );
}

function answer(run: RunState, step: StepState | undefined, command: Command): EventBody[] {
  const attempt = step === undefined ? undefined : openQuestion(step);
  if (step === undefined || attempt === undefined) return [];
  const data = isJsonObject(command.data) ? command.data : {};
  return [
    {
      type: 'approval.answered',
      runId: run.runId,
      stepId: step.id,
      branch: attempt.branch,
      attempt: attempt.attempt,
      answer: command.kind === 'approve' ? 'approve' : 'reject',
      by: command.by,
      ...(typeof data.comment === 'string' ? { comment: data.comment } : {}),
      ...(data.inputs === undefined ? {} : { inputs: data.inputs }),
    },
  ];
}

/** What an `input` command types, and into which attempt. It is for that attempt alone: a later one asks other questions. */
export function terminalInput({ data, runId }: Command): { key: AttemptKey; input: TerminalInput } | undefined {
  const { stepId, branch, attempt, text, columns, rows } = isJsonObject(data) ? data : {};
  if (typeof stepId !== 'string' || typeof branch !== 'string' || typeof attempt !== 'number') return undefined;
  return {
    key: { runId, stepId, branch, attempt },
    input: {
      ...(typeof text === 'string' ? { text } : {}),
      ...(typeof columns === 'number' && typeof rows === 'number' ? { size: { columns, rows } } : {}),
    },
  };
}
