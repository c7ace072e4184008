import { dayOfYear } from '../date-format.ts';
import { Duration } from '../value.ts';
import { type Call, define, durationArg, type FunctionTable, offsetArg, timestampArg } from './call.ts';

/** The local time in the UTC fields of a Date. */
function wallTime(call: Call): Date {
  const { instant } = timestampArg(call, 0);
  return new Date(instant + offsetArg(call, 1, instant));
}

const field = (name: string, read: (wall: Date) => number) =>
  define(`timestamp.${name}(zone?)`, [0, 1], (call) => BigInt(read(wallTime(call))));

/** A part of a timestamp, or the length of a duration in that unit. */
const fieldOrLength = (name: string, read: (wall: Date) => number, unit: bigint) =>
  define(`timestamp.${name}(zone?)`, [0, 1], (call) =>
    call.args[0] instanceof Duration ? durationArg(call, 0).nanoseconds / unit : BigInt(read(wallTime(call))),
  );

/** CEL counts months, days of the month and days of the year from 0, `getDate` from 1, and weekdays from Sunday, 0. */
export const TIME_METHODS: FunctionTable = {
  getFullYear: field('getFullYear', (wall) => wall.getUTCFullYear()),
  getMonth: field('getMonth', (wall) => wall.getUTCMonth()),
  getDate: field('getDate', (wall) => wall.getUTCDate()),
  getDayOfMonth: field('getDayOfMonth', (wall) => wall.getUTCDate() - 1),
  getDayOfWeek: field('getDayOfWeek', (wall) => wall.getUTCDay()),
  getDayOfYear: field('getDayOfYear', dayOfYear),
  getHours: fieldOrLength('getHours', (wall) => wall.getUTCHours(), 3_600_000_000_000n),
  getMinutes: fieldOrLength('getMinutes', (wall) => wall.getUTCMinutes(), 60_000_000_000n),
  getSeconds: fieldOrLength('getSeconds', (wall) => wall.getUTCSeconds(), 1_000_000_000n),
  getMilliseconds: fieldOrLength('getMilliseconds', (wall) => wall.getUTCMilliseconds(), 1_000_000n),
};
