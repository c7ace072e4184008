import { fail } from '../failure.ts';
import { COSTS } from '../limits.ts';
import type { Run } from '../run.ts';
import { zoneOffset } from '../time.ts';
import { Duration, inWords, isList, kindOf, Timestamp, type Value } from '../value.ts';

/** One call of a function: its arguments, and where they stand. The receiver of a method is argument 0. */
export interface Call {
  readonly run: Run;
  readonly name: string;
  readonly args: readonly Value[];
  /** Offset of the call, and of each argument with its source. */
  readonly at: number;
  readonly places: readonly Place[];
}

export interface Place {
  readonly text: string;
  readonly at: number;
}

export interface FunctionSpec {
  /** Number of arguments, without the receiver. */
  readonly min: number;
  readonly max: number;
  /** As it is written, for messages and completion: `split(text, limit?)`. */
  readonly usage: string;
  readonly evaluate: (call: Call) => Value;
}

export type FunctionTable = Readonly<Record<string, FunctionSpec>>;

/** A function with a fixed number of arguments, or with some that may be left out. */
export const define = (
  usage: string,
  args: number | readonly [number, number],
  evaluate: (call: Call) => Value,
): FunctionSpec => {
  const [min, max] = typeof args === 'number' ? [args, args] : args;
  return { usage, min, max, evaluate };
};

export const has = (call: Call, index: number): boolean => index < call.args.length;

export function textArg(call: Call, index: number): string {
  const value = call.args[index]!;
  if (typeof value !== 'string') return wrongKind(call, index, 'a text');
  call.run.spendText(value.length, call.at);
  return value;
}

export function wholeArg(call: Call, index: number): number {
  const value = call.args[index]!;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  return wrongKind(call, index, 'a whole number');
}

export function listArg(call: Call, index: number): readonly Value[] {
  const value = call.args[index]!;
  return isList(value) ? value : wrongKind(call, index, 'a list');
}

export function timestampArg(call: Call, index: number): Timestamp {
  const value = call.args[index]!;
  return value instanceof Timestamp
    ? value
    : wrongKind(call, index, 'a timestamp: write timestamp("2026-01-31T12:00:00Z")');
}

export function durationArg(call: Call, index: number): Duration {
  const value = call.args[index]!;
  return value instanceof Duration ? value : wrongKind(call, index, 'a duration: write duration("90s")');
}

/** The offset of a zone that may be left out, in milliseconds; UTC without it. */
export function offsetArg(call: Call, index: number, instant: number): number {
  if (!has(call, index)) return 0;
  const zone = textArg(call, index);
  call.run.spend(COSTS.zone, call.at);
  const offset = zone.length > MAX_ZONE ? `a time zone has at most ${MAX_ZONE} characters` : zoneOffset(zone, instant);
  return typeof offset === 'string' ? badArgument(call, index, offset) : offset;
}

const MAX_ZONE = 60;

export function wrongKind(call: Call, index: number, wanted: string): never {
  const value = call.args[index]!;
  const place = call.places[index]!;
  const found =
    value === null
      ? `\`${place.text}\` is null here; \`default(${place.text}, ..)\` gives it a value`
      : `\`${place.text}\` is ${inWords(kindOf(value))}`;
  return fail('type-mismatch', `\`${call.name}\` needs ${wanted}, but ${found}`, place.at);
}

/** For an argument of the right kind that cannot be used. */
export const badArgument = (call: Call, index: number, message: string): never =>
  fail('invalid-argument', `\`${call.name}\`: ${message}`, call.places[index]!.at);
