import { ok, problem, type Result } from './result.ts';

/** A length of time in milliseconds. */
export type Milliseconds = number;

const UNITS: Readonly<Record<string, Milliseconds>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/y;

/**
 * Reads a duration such as `250ms`, `4s`, `1.5h`, `1h30m` or `2d` into milliseconds.
 * Each unit may appear once, largest first. Errors: `duration-invalid`, with the offset of the first character not understood.
 */
export function parseDuration(text: string): Result<Milliseconds> {
  const source = text.trim();
  if (source === '0') return ok(0);
  let total = 0;
  let at = 0;
  let smallest = Number.POSITIVE_INFINITY;
  while (at < source.length) {
    PART.lastIndex = at;
    const match = PART.exec(source);
    const unit = match?.[2] === undefined ? undefined : UNITS[match[2]];
    if (match === null || unit === undefined || unit >= smallest) return invalidDuration(text, at);
    total += Number(match[1]) * unit;
    smallest = unit;
    at = PART.lastIndex;
  }
  if (source === '') return invalidDuration(text, 0);
  return Number.isSafeInteger(Math.round(total)) ? ok(Math.round(total)) : invalidDuration(text, 0);
}

const invalidDuration = (text: string, offset: number) => {
  const unitless = /^\d+(\.\d+)?$/.test(text.trim());
  const hint = unitless
    ? `add a unit, for example \`${text.trim()}s\``
    : 'write a number and a unit, for example 250ms, 4s, 30m, 1h30m or 2d';
  return problem('duration-invalid', `\`${text}\` is not a duration: ${hint}`, offset);
};

/** The shortest exact spelling of a whole number of milliseconds: 5400000 becomes `1h30m`. */
export function formatDuration(duration: Milliseconds): string {
  if (duration <= 0) return '0s';
  let rest = Math.round(duration);
  let text = '';
  for (const [unit, size] of Object.entries(UNITS).sort((a, b) => b[1] - a[1])) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

/** A duration from a resolved template: milliseconds as they are, a text read as one; undefined for anything else. */
export function asDuration(value: unknown): Milliseconds | undefined {
  if (typeof value === 'number') return value >= 0 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const parsed = parseDuration(value);
  return parsed.ok ? parsed.value : undefined;
}
