import { formatDuration } from '../base/duration.ts';
import { DAY, formatWall, HOUR, type Instant, MINUTE, SECOND } from './civil.ts';
import { describeDate } from './describe-date.ts';
import { describeTime } from './describe-time.ts';
import { jitterOfFields } from './jitter.ts';
import type { ScheduleSpec, WindowSpec } from './spec.ts';

/** A schedule in one English sentence without a full stop: `At 09:00, Monday to Friday`. */
export function describeSchedule(spec: ScheduleSpec): string {
  switch (spec.kind) {
    case 'every':
      return `Every ${lengthWords(spec.everyMs).replace(/^1 /, '')}${spec.offsetMs === 0 ? '' : `, offset by ${lengthWords(spec.offsetMs)}`}`;
    case 'at':
      return `Once, at ${instantWords(spec.at)}`;
    case 'window':
      return [describeSchedule(spec.timing), ...limitsOf(spec)].join(', ');
    case 'cron':
    case 'calendar': {
      const time = describeTime(spec.fields);
      const date = describeDate(spec.fields, spec.dayRule);
      // "Every 15 minutes" speaks of every day by itself, "At 09:00" does not.
      const when = date === '' ? (time.startsWith('At ') && !time.includes('every') ? ' every day' : '') : `, ${date}`;
      const jitter = jitterOfFields(spec.fields);
      return `${time}${when}${jitter > 0 ? `, up to ${lengthWords(jitter)} later` : ''}`;
    }
  }
}

function limitsOf(spec: WindowSpec): string[] {
  const limits: string[] = [];
  if (spec.startAt !== undefined) limits.push(`from ${instantWords(spec.startAt)}`);
  if (spec.endAt !== undefined) limits.push(`until ${instantWords(spec.endAt)}`);
  if (spec.maxRuns !== undefined) limits.push(spec.maxRuns === 1 ? 'once' : `at most ${spec.maxRuns} times`);
  if (spec.jitterMs !== undefined && spec.jitterMs > 0) limits.push(`up to ${lengthWords(spec.jitterMs)} later`);
  const days = spec.except.reduce((total, { from, to }) => total + to - from + 1, 0);
  if (days > 0) {
    const moved = { skip: '', previous: ' (moved to the day before)', next: ' (moved to the day after)' }[
      spec.onExcept
    ];
    limits.push(`except on ${days} ${days === 1 ? 'day' : 'days'}${moved}`);
  }
  return limits;
}

const instantWords = (instant: Instant): string => `${formatWall(instant).replace(/\.000$/, '')}Z`;

const WORDS: readonly (readonly [string, number])[] = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
  ['millisecond', 1],
];

/** `4 seconds`, `minute`, or `1h30m` where one unit does not do. */
function lengthWords(ms: number): string {
  const [name, unit] = WORDS.find(([, size]) => Math.abs(ms) >= size) ?? ['millisecond', 1];
  if (ms % unit !== 0) return ms < 0 ? `-${formatDuration(-ms)}` : formatDuration(ms);
  return ms === unit ? `1 ${name}` : `${ms / unit} ${name}s`;
}
