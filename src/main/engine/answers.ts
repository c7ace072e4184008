import { isJsonObject, type Json, type JsonObject } from '../../core/base/json.ts';
import type { FlowNeed } from '../../core/flow/flow.ts';
import type { RunState, StepState } from '../../core/run/state.ts';
import type { Coordination } from '../ports/coordination.ts';
import type { RunStore } from '../ports/run-store.ts';
import type { SteadyClock } from './steady-clock.ts';

export interface Question {
  readonly run: RunState;
  readonly step: StepState;
  readonly node: number;
  readonly question: string;
  readonly data: Json;
  /** Aborted when the answer is not wanted any more. */
  readonly signal: AbortSignal;
}

export interface AnswerParts {
  readonly coordination: Coordination;
  readonly runs: RunStore;
  readonly clock: SteadyClock;
}

const HISTORY_LOOK_MS = 1_000;

/**
 * Answers what frames ask of the world outside the run. Each answer may be asked for again after a crash and is then the same:
 * claims are known by what they were made for.
 */
export async function answerQuestion(asked: Question, parts: AnswerParts): Promise<Json> {
  const data: JsonObject = isJsonObject(asked.data) ? asked.data : {};
  switch (asked.question) {
    case 'threshold':
      return threshold(asked, data, parts.coordination);
    case 'threshold-count':
      await parts.coordination.claim(counterOf(asked, data), claimOf(asked), Number.MAX_SAFE_INTEGER);
      return true;
    case 'flow-needs':
      return flowNeeds(asked, parts);
    default:
      throw new Error(`nobody answers \`${asked.question}\``);
  }
}

const counterOf = ({ run, step, node }: Question, data: JsonObject): string =>
  `threshold/${data.per === 'run' ? run.runId : run.flow.id}/${step.plan.id}/${node}`;

const claimOf = ({ run, step }: Question): string => `${run.runId}/${step.id}/${step.attempts.length}`;

/** True when the body may run; else how often it was counted. */
async function threshold(asked: Question, data: JsonObject, coordination: Coordination): Promise<Json> {
  const limit = Number(data.limit);
  const counter = counterOf(asked, data);
  if (data.count === 'runs') {
    const { granted, count } = await coordination.claim(counter, claimOf(asked), limit);
    return granted ? true : count;
  }
  const { count } = await coordination.claim(counter, claimOf(asked), 0);
  return count < limit ? true : count;
}

/** True when the history of every flow holds what is needed, else the name of the first one that does not in time. */
async function flowNeeds(asked: Question, { runs, clock }: AnswerParts): Promise<Json> {
  const needs = asked.data as unknown as readonly FlowNeed[];
  const started = clock.read().steady;
  for (const need of needs) {
    while (!isMet(need, asked.run, runs, clock.read().wall)) {
      const left = started + (need.wait ?? 0) - clock.read().steady;
      if (left <= 0) return need.flow;
      await clock.sleep(Math.min(left, HISTORY_LOOK_MS), asked.signal);
    }
  }
  return true;
}

function isMet(need: FlowNeed, run: RunState, runs: RunStore, wall: number): boolean {
  const wanted = need.status ?? 'succeeded';
  const status = wanted === 'done' ? (['succeeded', 'failed', 'cancelled'] as const) : [wanted];
  const { runs: found } = runs.list({ workspace: run.flow.workspace, text: need.flow, status }, { limit: 100 });
  const last = found.find((summary) => summary.flowName === need.flow && summary.finishedAt !== null);
  if (last === undefined || last.finishedAt === null) return false;
  return need.within === undefined || wall - Date.parse(last.finishedAt) <= need.within;
}
