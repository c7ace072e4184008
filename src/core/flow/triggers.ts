import {
  compileTiming,
  findZone,
  parseExceptDates,
  parseInstant,
  type ScheduleProblem,
  type ScheduleResult,
  withWindow,
} from '../schedule/index.ts';
import type { Trigger } from './flow.ts';

/** The one door from flow files to schedules: what is wrong with the times of a trigger. */
export interface TimingProblem {
  readonly code: string;
  readonly message: string;
  /** Key of the trigger, and for a calendar the field in it. */
  readonly path: readonly (string | number)[];
  readonly offset?: number;
}

export function checkTiming(trigger: Trigger): TimingProblem[] {
  const problems: TimingProblem[] = [];
  const add = (result: ScheduleResult<unknown>, path: TimingProblem['path']) => {
    if (!result.ok)
      for (const problem of [result.error, ...(result.error.also ?? [])]) problems.push(placed(problem, path));
  };
  const timed =
    trigger.type === 'every' || trigger.type === 'cron' || trigger.type === 'at' || trigger.type === 'calendar';
  const timing = timed ? compileTiming(trigger) : undefined;
  if (timing !== undefined) add(timing, [trigger.type]);
  if (trigger.timezone !== undefined) add(findZone(trigger.timezone), ['timezone']);
  const startAt = trigger.startAt === undefined ? undefined : parseInstant(trigger.startAt);
  const endAt = trigger.endAt === undefined ? undefined : parseInstant(trigger.endAt);
  if (startAt !== undefined) add(startAt, ['startAt']);
  if (endAt !== undefined) add(endAt, ['endAt']);
  trigger.except?.forEach((entry, i) => {
    if (!/\.ics$/i.test(entry)) add(parseExceptDates(entry), ['except', i]);
  });
  if (timing?.ok === true && problems.length === 0) {
    const window = withWindow(timing.value, {
      ...(startAt?.ok === true ? { startAt: startAt.value } : {}),
      ...(endAt?.ok === true ? { endAt: endAt.value } : {}),
      ...(trigger.maxRuns === undefined ? {} : { maxRuns: trigger.maxRuns }),
      ...(trigger.jitter === undefined ? {} : { jitterMs: trigger.jitter }),
    });
    add(window, []);
  }
  return problems;
}

function placed({ code, message, offset, field }: ScheduleProblem, path: TimingProblem['path']): TimingProblem {
  const inField = field === undefined ? path : [...path, field];
  return { code, message: sentence(message), path: inField, ...(offset === undefined ? {} : { offset }) };
}

const sentence = (message: string): string => message.charAt(0).toUpperCase() + message.slice(1);
