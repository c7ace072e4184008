import type { ChronumEvent } from '../../core/run/event.ts';
import { describeError } from '../../core/run/explain-words.ts';
import { fold } from '../../core/run/fold.ts';
import type { Plan, PlanStep } from '../../core/run/plan.ts';
import type { RunState, StepState } from '../../core/run/state.ts';
import type { AttemptKey } from '../../main/ports/log-store.ts';
import type { LogPrinter } from './log-printer.ts';
import type { Output } from './output.ts';
import { aboutStep, colourOf, count, elapsed, elapsedBetween } from './words.ts';

const LONGEST_COMMAND = 80;

/** Tells a person what happens in a run, event by event. */
export interface RunPrinter {
  print(event: ChronumEvent): Promise<void>;
  /** Counts an event in without a word. */
  take(event: ChronumEvent): void;
  /** What the events so far make. */
  state(): RunState | undefined;
}

export const stepPrefix = (stepId: string, { style }: Output): string => `${style.cyan(`[${stepId}]`)} `;

export function createRunPrinter(output: Output, logs: LogPrinter): RunPrinter {
  const { style } = output;
  let run: RunState | undefined;

  const say = (stepId: string, text: string) => output.line(stepPrefix(stepId, output) + text);
  const started = async (step: StepState | undefined, key: AttemptKey) => {
    const { stepId, attempt } = key;
    await say(stepId, `${style.blue('running')}${attempt > 1 ? style.dim(`, attempt ${attempt}`) : ''}`);
    const body = step?.plan.nodes.find((node) => node.kind === 'body' && node.branch === key.branch);
    if (body?.kind === 'body' && !body.steps) await say(stepId, style.dim(`→ ${body.executor}${firstLine(body.run)}`));
    logs.begin(key);
  };

  const ended = async (step: StepState | undefined, at: string) => {
    if (!step) return;
    const words = step.status === 'succeeded' && step.attempts.length < 2 ? 'complete' : aboutStep(step);
    const took = step.startedAt ? style.dim(` (${elapsedBetween(step.startedAt, at)})`) : '';
    await say(step.id, colourOf(step.status, style)(words) + took);
  };

  return {
    state: () => run,
    take(event) {
      run = fold(run, event);
    },
    async print(event) {
      run = fold(run, event);
      const step = 'stepId' in event && event.stepId !== undefined ? run?.steps.get(event.stepId) : undefined;
      switch (event.type) {
        case 'run.created':
          return output.line(
            `${style.blue('▶')} Running ${style.bold(event.flow.name)} ${style.dim(described(event.plan))} ${style.dim(`run ${event.runId}`)}`,
          );
        case 'run.cancel-requested':
          return output.line(style.yellow('■ Cancelling'));
        case 'run.paused':
          return output.line(style.yellow('‖ Paused'));
        case 'run.resumed':
          return output.line(`${style.blue('▶')} Resumed`);
        case 'run.owner-changed':
          return output.line(`${style.blue('▶')} Taken over: what was cut off is run again`);
        case 'attempt.started':
          return started(step, event);
        case 'attempt.succeeded':
        case 'attempt.failed':
        case 'attempt.timed-out':
        case 'attempt.cancelled':
        case 'attempt.lost':
          return logs.end(event);
        case 'retry.scheduled': {
          const { retry, limit, delay, error } = event;
          return say(
            event.stepId,
            style.yellow(`${describeError(error)}; retry ${retry} of ${limit} in ${elapsed(delay)}`),
          );
        }
        case 'fallback.entered':
          return say(event.stepId, style.yellow(`${describeError(event.error)}; fallback ${event.index + 1}`));
        case 'approval.requested':
          return say(event.stepId, style.yellow(`⧗ waits for approval: ${event.message}`));
        case 'step.succeeded':
        case 'step.failed':
        case 'step.skipped':
        case 'step.cancelled':
          return ended(step, event.at);
        default:
          return;
      }
    },
  };
}

/** `(6 steps, maxParallel=3, stopOnFail=true, retry=2)` */
function described({ steps, maxParallel, stopOnFail }: Plan): string {
  const retry = new Set(steps.map(retryLimit));
  const parts = [count(steps.length, 'step'), `maxParallel=${maxParallel}`];
  if (stopOnFail !== false) parts.push(`stopOnFail=${stopOnFail}`);
  const [limit] = retry;
  if (retry.size === 1 && limit !== undefined && limit !== 0) parts.push(`retry=${limit}`);
  return `(${parts.join(', ')})`;
}

function retryLimit({ nodes }: PlanStep): unknown {
  const frame = nodes.find((node) => node.kind === 'frame' && node.frame === 'retry');
  const config = frame?.kind === 'frame' ? frame.config : undefined;
  return typeof config === 'object' && config !== null && 'limit' in config ? config.limit : config;
}

function firstLine(script: string | undefined): string {
  if (!script) return '';
  const [line = '', ...more] = script.trim().split('\n');
  const isCut = more.length > 0 || line.length > LONGEST_COMMAND;
  return `: ${line.slice(0, LONGEST_COMMAND)}${isCut ? ' ..' : ''}`;
}
