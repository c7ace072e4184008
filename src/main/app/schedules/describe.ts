import type { DescribedTrigger } from '../../../contract/schedules.ts';
import { isError } from '../../../core/base/diagnostic.ts';
import type { Json } from '../../../core/base/json.ts';
import { editFlow } from '../../../core/flow/edit/index.ts';
import type { Trigger } from '../../../core/flow/flow.ts';
import type { ReadOptions } from '../../../core/flow/read.ts';
import { readFlow } from '../../../core/flow/read.ts';
import { bindSchedule, type ExceptRange, findZone, type Instant } from '../../../core/schedule/index.ts';
import { isTimed } from '../../scheduler/scheduled-flow.ts';
import { seedOf, specOf, zoneOf } from '../../scheduler/timing.ts';
import { localOccurrence, zoneNamed } from './local-occurrence.ts';
import { triggerWords } from './words.ts';

export interface DescribeQuestion {
  /** As it would stand in a flow file. */
  readonly trigger: Readonly<Record<string, Json>>;
  /** For a trigger that names none. */
  readonly zone: string;
  readonly count: number;
  readonly after: Instant;
  /** When the schedule that it is already was first seen; `after` for one that is new. */
  readonly anchor: Instant;
  /** The name of its flow, by which `H` and jitter spread. */
  readonly flowName: string;
}

/** A flow around the trigger, so that it is read and checked as one of a file. */
const AROUND = 'name: any\ntriggers: []\nsteps: [{name: any, run: "true"}]\n';

interface Dependencies {
  readonly options: Omit<ReadOptions, 'file'>;
  /** The days that files of `except` name. */
  readonly readExcept: (trigger: Trigger) => Promise<readonly ExceptRange[]>;
}

/** When a trigger would fire next, and what is wrong with it. Values for parameters are checked with the flow's file, not here. */
export async function describeTrigger(
  { trigger: given, zone: localZone, count, after, anchor, flowName }: DescribeQuestion,
  { options, readExcept }: Dependencies,
): Promise<DescribedTrigger> {
  const { params: _, ...timing } = given;
  const nothing = { words: null, zone: localZone, next: [] };
  const edited = editFlow(AROUND, [{ op: 'set', path: ['triggers'], value: [timing] }]);
  if (!edited.ok) return { ...nothing, problems: [{ path: '', message: edited.error.message }] };
  const reading = readFlow(edited.value.text, { ...options, file: '' });
  const problems = reading.diagnostics.filter(isError).map(({ path, message }) => ({ path: inTrigger(path), message }));
  const trigger = reading.flow?.triggers?.[0];
  const zoneProblem = given.timezone === undefined && !findZone(localZone).ok;
  if (zoneProblem) problems.push({ path: 'timezone', message: `\`${localZone}\` is not a time zone` });
  if (trigger === undefined || problems.length > 0) return { ...nothing, problems };
  const zone = zoneOf(trigger, localZone);
  const except = await readExcept(trigger);
  const words = triggerWords(trigger, except);
  if (!isTimed(trigger)) return { words, zone, next: [], problems };
  const spec = specOf(trigger, except);
  if (!spec.ok) return { ...nothing, problems: [{ path: trigger.type, message: spec.error.message }] };
  const bound = bindSchedule(spec.value, {
    anchor,
    zone,
    seed: seedOf({ flow: { name: flowName }, trigger }),
  });
  const most = Math.min(count, trigger.maxRuns ?? count);
  const next = bound.between(after, Number.MAX_SAFE_INTEGER, most);
  return { words, zone, next: next.map((one) => localOccurrence(one, zoneNamed(zone))), problems };
}

/** `triggers[0].calendar.hour` is `calendar.hour` of the trigger. */
const inTrigger = (path: string): string => path.replace(/^triggers(?:\[0\])?\.?/, '');
