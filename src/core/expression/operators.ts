import { CostExceeded, Failure, fail } from './failure.ts';
import { COSTS } from './limits.ts';
import type { Run } from './run.ts';
import { durationInRange } from './time.ts';
import {
  Bytes,
  Duration,
  FIRST_INSTANT,
  inWords,
  isList,
  isMap,
  type Kind,
  kindOf,
  LAST_INSTANT,
  MAX_INT,
  MAX_UINT,
  type MapKey,
  MIN_INT,
  Timestamp,
  TypeName,
  Unsigned,
  type Value,
  type ValueMap,
} from './value.ts';

/** Where an operator stands and what its operands look like in the text: for messages alone. */
export interface Operands {
  readonly operator: string;
  readonly leftText: string;
  readonly rightText: string;
  readonly leftAt: number;
  readonly rightAt: number;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/** CEL's arithmetic, and in addition int with double, which gives a double: JSON has one kind of number. */
export function arithmetic(run: Run, operator: ArithmeticOperator, left: Value, right: Value, at: Operands): Value {
  run.spend(1, at.leftAt);
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    return inRange(wholeNumbers(operator, left, right, at), MIN_INT, MAX_INT, at);
  }
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') {
    run.spendText(left.length + right.length, at.leftAt);
    return left + right;
  }
  if (left instanceof Unsigned && right instanceof Unsigned) {
    return new Unsigned(inRange(wholeNumbers(operator, left.value, right.value, at), 0n, MAX_UINT, at));
  }
  const a = asDouble(left);
  const b = asDouble(right);
  if (a !== undefined && b !== undefined && operator !== '%') return doubles(operator, a, b);
  return lengths(run, operator, left, right, at) ?? mismatch(left, right, at);
}

function wholeNumbers(operator: ArithmeticOperator, a: bigint, b: bigint, at: Operands): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
    case '%':
      if (b === 0n) return fail('division-by-zero', `this divides by \`${at.rightText}\`, which is 0`, at.rightAt);
      return operator === '/' ? a / b : a % b;
  }
}

function inRange(value: bigint, min: bigint, max: bigint, at: Operands): bigint {
  if (value >= min && value <= max) return value;
  return fail('integer-overflow', 'the result does not fit into 64 bits: compute with double(..)', at.leftAt);
}

const asDouble = (value: Value): number | undefined =>
  typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : undefined;

function doubles(operator: Exclude<ArithmeticOperator, '%'>, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
  }
}

/** What else `+` and `-` join: lists, bytes, and time. */
function lengths(run: Run, operator: ArithmeticOperator, left: Value, right: Value, at: Operands): Value | undefined {
  if (operator === '+' && isList(left) && isList(right)) {
    run.spendElements(left.length + right.length, at.leftAt);
    return left.concat(right);
  }
  if (operator === '+' && left instanceof Bytes && right instanceof Bytes) {
    run.spendText(left.octets.length + right.octets.length, at.leftAt);
    const joined = new Uint8Array(left.octets.length + right.octets.length);
    joined.set(left.octets);
    joined.set(right.octets, left.octets.length);
    return new Bytes(joined);
  }
  if (operator === '+' || operator === '-') return times(operator, left, right, at);
  return undefined;
}

function times(operator: '+' | '-', left: Value, right: Value, at: Operands): Value | undefined {
  const sign = operator === '+' ? 1n : -1n;
  if (left instanceof Duration && right instanceof Duration) {
    return duration(left.nanoseconds + sign * right.nanoseconds, at);
  }
  if (left instanceof Timestamp && right instanceof Duration) return moved(left, sign * right.nanoseconds, at);
  if (operator === '+' && left instanceof Duration && right instanceof Timestamp)
    return moved(right, left.nanoseconds, at);
  if (operator === '-' && left instanceof Timestamp && right instanceof Timestamp) {
    return duration(BigInt(left.instant - right.instant) * 1_000_000n, at);
  }
  return undefined;
}

function duration(nanoseconds: bigint, at: Operands): Duration {
  if (durationInRange(nanoseconds)) return new Duration(nanoseconds);
  return fail('integer-overflow', 'the duration is longer than 10,000 years', at.leftAt);
}

function moved(from: Timestamp, nanoseconds: bigint, at: Operands): Timestamp {
  // Rounded down, so that a nanosecond before midnight is the day before.
  const milliseconds = nanoseconds / 1_000_000n - (nanoseconds % 1_000_000n < 0n ? 1n : 0n);
  const instant = from.instant + Number(milliseconds);
  if (instant >= FIRST_INSTANT && instant <= LAST_INSTANT) return new Timestamp(instant);
  return fail('integer-overflow', 'the timestamp leaves the years 1 to 9999', at.leftAt);
}

function mismatch(left: Value, right: Value, at: Operands): never {
  const [a, b] = [kindOf(left), kindOf(right)];
  const what = `\`${at.operator}\` does not take ${inWords(a)} and ${inWords(b)}`;
  if (a === 'null') return fail('type-mismatch', `${what}: ${isNull(at.leftText)}`, at.leftAt);
  if (b === 'null') return fail('type-mismatch', `${what}: ${isNull(at.rightText)}`, at.rightAt);
  return fail('type-mismatch', `${what}: ${mismatchHint(at, a, b)}`, at.rightAt);
}

const isNull = (text: string): string => `\`${text}\` is null here; \`default(${text}, ..)\` gives it a value`;

function mismatchHint({ operator, leftText, rightText }: Operands, a: Kind, b: Kind): string {
  if (operator === '+' && a === 'string') return `write \`string(${rightText})\` to join them as text`;
  if (operator === '+' && b === 'string') return `write \`string(${leftText})\` to join them as text`;
  if (a === 'string' && isNumber(b)) return `write \`int(${leftText})\` or \`double(${leftText})\` to read the number`;
  if (b === 'string' && isNumber(a))
    return `write \`int(${rightText})\` or \`double(${rightText})\` to read the number`;
  if (a === 'uint' || b === 'uint') return 'convert one side with int(..) or uint(..)';
  if (operator === '%') return 'the remainder needs two whole numbers';
  return 'both sides must be of one kind';
}

const isNumber = (kind: Kind): boolean => kind === 'int' || kind === 'double';

export type Ordering = '<' | '<=' | '>' | '>=';

export function ordered(run: Run, operator: Ordering, left: Value, right: Value, at: Operands): boolean {
  run.spend(1, at.leftAt);
  if (typeof left === 'string' && typeof right === 'string')
    run.spendText(Math.min(left.length, right.length), at.leftAt);
  if (left instanceof Bytes && right instanceof Bytes)
    run.spendText(left.octets.length + right.octets.length, at.leftAt);
  const [a, b] = comparable(left, right) ?? mismatch(left, right, at);
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

/** Both sides as something that JavaScript orders as CEL does: numbers of every kind among each other, else one kind. */
function comparable(
  left: Value,
  right: Value,
): readonly [number | bigint | string, number | bigint | string] | undefined {
  const [a, b] = [numeric(left), numeric(right)];
  if (a !== undefined && b !== undefined) return [a, b];
  // JavaScript compares UTF-16 units where CEL compares code points: the same but for characters beyond the first plane.
  if (typeof left === 'string' && typeof right === 'string') return [left, right];
  if (typeof left === 'boolean' && typeof right === 'boolean') return [Number(left), Number(right)];
  if (left instanceof Timestamp && right instanceof Timestamp) return [left.instant, right.instant];
  if (left instanceof Duration && right instanceof Duration) return [left.nanoseconds, right.nanoseconds];
  if (left instanceof Bytes && right instanceof Bytes) return [octetText(left), octetText(right)];
  return undefined;
}

const numeric = (value: Value): number | bigint | undefined =>
  typeof value === 'bigint' || typeof value === 'number' ? value : value instanceof Unsigned ? value.value : undefined;

const octetText = ({ octets }: Bytes): string => Array.from(octets, (octet) => String.fromCharCode(octet)).join('');

/** Equality never fails: values of different kinds differ, numbers of every kind are compared by value. */
export function equal(run: Run, left: Value, right: Value, at: number): boolean {
  if (left === right && typeof left !== 'number') return true;
  const [a, b] = [numeric(left), numeric(right)];
  // biome-ignore lint/suspicious/noDoubleEquals: the one comparison of JavaScript that is exact between bigint and number
  if (a !== undefined && b !== undefined) return a == b;
  if (typeof left === 'string' && typeof right === 'string') {
    if (left.length !== right.length) return false;
    run.spendText(left.length, at);
    return left === right;
  }
  if (isList(left) && isList(right)) return equalLists(run, left, right, at);
  if (isMap(left) && isMap(right)) return equalMaps(run, left, right, at);
  if (left instanceof Timestamp && right instanceof Timestamp) return left.instant === right.instant;
  if (left instanceof Duration && right instanceof Duration) return left.nanoseconds === right.nanoseconds;
  if (left instanceof TypeName && right instanceof TypeName) return left.name === right.name;
  if (left instanceof Bytes && right instanceof Bytes) return equalOctets(run, left.octets, right.octets, at);
  return false;
}

function equalLists(run: Run, left: readonly Value[], right: readonly Value[], at: number): boolean {
  if (left.length !== right.length) return false;
  return left.every((value, index) => {
    run.spend(1, at);
    return equal(run, value, right[index]!, at);
  });
}

function equalMaps(run: Run, left: ValueMap, right: ValueMap, at: number): boolean {
  if (left.size !== right.size) return false;
  for (const [key, value] of left) {
    run.spend(1, at);
    const other = right.get(key);
    if (other === undefined || !equal(run, value, other, at)) return false;
  }
  return true;
}

function equalOctets(run: Run, left: Uint8Array, right: Uint8Array, at: number): boolean {
  if (left.length !== right.length) return false;
  run.spendText(left.length, at);
  return left.every((octet, index) => octet === right[index]);
}

export function contains(run: Run, value: Value, container: Value, at: Operands): boolean {
  run.spend(1, at.leftAt);
  if (isList(container)) {
    return container.some((element) => {
      run.spend(1, at.leftAt);
      return equal(run, value, element, at.leftAt);
    });
  }
  if (isMap(container)) {
    const key = mapKey(value);
    return key !== undefined && container.has(key);
  }
  const hint =
    container === null
      ? isNull(at.rightText)
      : typeof container === 'string'
        ? `for a text write \`${at.rightText}.contains(${at.leftText})\``
        : `\`${at.rightText}\` is ${inWords(kindOf(container))}`;
  return fail('type-mismatch', `\`in\` looks into a list or a map: ${hint}`, at.rightAt);
}

/** Whole numbers of every kind are one key; undefined for what can be no key. */
export function mapKey(value: Value): MapKey | undefined {
  if (typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (value instanceof Unsigned) return value.value;
  return undefined;
}

export function negated(value: Value, text: string, at: number): Value {
  if (typeof value === 'number') return -value;
  if (typeof value === 'bigint') {
    if (value === MIN_INT) return fail('integer-overflow', 'the result does not fit into 64 bits', at);
    return -value;
  }
  if (value instanceof Duration) return new Duration(-value.nanoseconds);
  const hint = value === null ? isNull(text) : `\`${text}\` is ${inWords(kindOf(value))}`;
  return fail('type-mismatch', `\`-\` needs a number: ${hint}`, at);
}

/** True and false alone count: neither null nor 0 nor an empty text is taken for false. */
export function truth(value: Value, what: string, text: string, at: number): boolean {
  if (typeof value === 'boolean') return value;
  const hint =
    value === null
      ? `\`${text}\` is null here; write \`default(${text}, false)\` or compare it`
      : `\`${text}\` is ${inWords(kindOf(value))}; compare it with something`;
  return fail('type-mismatch', `${what} needs true or false: ${hint}`, at);
}

/** A failure that may turn out not to matter. What exceeds the cost always matters, and so does a bug. */
export function absorb(run: Run, thrown: unknown): void {
  if (!(thrown instanceof Failure) || thrown instanceof CostExceeded) throw thrown;
  run.spend(COSTS.failure, thrown.offset);
}
