import { nearest } from '../base/nearest.ts';
import { err } from '../base/result.ts';
import {
  EVERY_VALUE,
  FIELD_NAMES,
  type FieldName,
  type FieldPattern,
  type FieldPatterns,
  firstValue,
  type Resolution,
} from './fields.ts';
import { refuseNever } from './never-fires.ts';
import { parseCalendarField } from './parse-calendar-field.ts';
import { attempt, fail, type ScheduleProblem, type ScheduleResult } from './problem.ts';
import type { CalendarSpec } from './spec.ts';

/** The source text of each field, by name. */
export type CalendarSource = Readonly<Record<string, string>>;

/**
 * Reads a calendar from the source text of its fields, or from one text such as `{ month: 1, day: 1..10, hour: +3 }`.
 * A problem of a field has its name and the offset into its text (for one text: into the whole); all fields are read.
 * With what is known of the anchor, `never-fires` is exact; without it, some anchor must be able to fire.
 */
export function parseCalendar(
  source: CalendarSource | string,
  resolution: Resolution = {},
): ScheduleResult<CalendarSpec> {
  const entries = typeof source === 'string' ? splitCalendarText(source) : entriesOf(source);
  if (!entries.ok) return entries;
  const patterns: Partial<Record<FieldName, FieldPattern>> = {};
  const problems: ScheduleProblem[] = [];
  for (const { name, text, offset } of entries.value) {
    const problem = readField(patterns, name, text, offset, typeof source === 'string');
    if (problem !== undefined) problems.push(problem);
  }
  const [first, ...also] = withoutLeftovers(problems);
  if (first !== undefined) return err(also.length > 0 ? { ...first, also } : first);
  if (Object.keys(patterns).length === 0)
    return fail('calendar-empty', 'the calendar names no field: write at least one, for example `hour: 9`');
  return refuseNever({ kind: 'calendar', fields: withDefaults(patterns), dayRule: 'and' }, resolution);
}

interface Entry {
  readonly name: string;
  readonly text: string;
  /** Where `text` begins. */
  readonly offset: number;
}

const entriesOf = (source: CalendarSource): ScheduleResult<Entry[]> => ({
  ok: true,
  value: Object.entries(source).map(([name, text]) => ({ name, text, offset: 0 })),
});

function readField(
  patterns: Partial<Record<FieldName, FieldPattern>>,
  name: string,
  text: string,
  offset: number,
  oneText: boolean,
): ScheduleProblem | undefined {
  const field = FIELD_NAMES.find((known) => known === name);
  if (field === undefined) return unknownField(name, oneText ? offset : 0);
  if (patterns[field] !== undefined)
    return { code: 'calendar-syntax', message: `\`${field}\` is given twice: keep one`, field, offset };
  const comma = oneText ? undefined : commaUnquoted(field, text);
  if (comma !== undefined) return comma;
  const parsed = attempt(() => parseCalendarField(field, text, offset), { field });
  if (!parsed.ok) return parsed.error;
  patterns[field] = parsed.value;
  return undefined;
}

function unknownField(name: string, offset: number): ScheduleProblem {
  // What YAML makes of the rest of an unquoted form: `jitter(+2, 2)` inside { } leaves the key `2)`.
  if (/[)\]]\s*$/.test(name)) return commaProblem(name, `\`${name}\``);
  const guess = nearest(name, FIELD_NAMES);
  const hint = guess === undefined ? `use one of ${FIELD_NAMES.join(', ')}` : `did you mean \`${guess}\`?`;
  return {
    code: 'calendar-unknown-field',
    message: `\`${name}\` is not a field of a calendar: ${hint}`,
    field: name,
    offset,
  };
}

/** YAML ends a plain value at a comma inside `{ }`, so a form that lost its closing bracket was not quoted. */
function commaUnquoted(field: string, text: string): ScheduleProblem | undefined {
  const open = (text.match(/[([]/g) ?? []).length;
  const closed = (text.match(/[)\]]/g) ?? []).length;
  return open > closed ? commaProblem(field, `\`${field}: ${text}\``) : undefined;
}

/** One cut form gives two findings, its field and the key that its rest became: the field says enough. */
const withoutLeftovers = (problems: readonly ScheduleProblem[]): readonly ScheduleProblem[] => {
  const cut = problems.filter(({ code, field }) => code === 'calendar-comma-unquoted' && !/[)\]]$/.test(field ?? ''));
  return cut.length === 0
    ? problems
    : problems.filter((it) => it.code !== 'calendar-comma-unquoted' || cut.includes(it));
};

const commaProblem = (field: string, what: string): ScheduleProblem => ({
  code: 'calendar-comma-unquoted',
  message: `${what} is cut at a comma: inside { } a form with commas is written in quotes, for example minute: "jitter(+2, 2)"`,
  field,
  offset: 0,
});

/** Splits `{ year: 1, minute: jitter(+2, 2) }` (with `//` comments, as in Rust) at its outer commas. */
function splitCalendarText(text: string): ScheduleResult<Entry[]> {
  // Comments and braces become blanks, so that offsets stay true.
  const bare = text.replace(/\/\/[^\n]*/g, (comment) => ' '.repeat(comment.length));
  const braces = /^(\s*)\{([\s\S]*)\}\s*$/.exec(bare);
  if (braces === null && /[{}]/.test(bare))
    return fail('calendar-syntax', 'the braces of the calendar do not pair: write { hour: 9, minute: 30 }', {
      offset: bare.search(/[{}]/),
    });
  const start = braces === null ? 0 : braces[1]!.length + 1;
  const inner = braces === null ? bare : braces[2]!;
  const entries: Entry[] = [];
  for (const part of splitAtCommas(inner, start)) {
    if (part.text.trim() === '') continue;
    const colon = part.text.indexOf(':');
    const offset = part.offset + part.text.length - part.text.trimStart().length;
    if (colon < 0)
      return fail('calendar-syntax', `\`${part.text.trim()}\` is not a field: write it like hour: 9`, { offset });
    const name = part.text
      .slice(0, colon)
      .trim()
      .replace(/^["']|["']$/g, '');
    const value = part.text.slice(colon + 1);
    const known = FIELD_NAMES.some((field) => field === name);
    entries.push({ name, text: value, offset: known ? part.offset + colon + 1 : offset });
  }
  return { ok: true, value: entries };
}

function splitAtCommas(text: string, offset: number): { text: string; offset: number }[] {
  const parts: { text: string; offset: number }[] = [];
  let depth = 0;
  let begin = 0;
  for (let i = 0; i <= text.length; i++) {
    const char = text[i];
    if (char === '(' || char === '[') depth++;
    if (char === ')' || char === ']') depth--;
    if (char === undefined || (char === ',' && depth <= 0)) {
      parts.push({ text: text.slice(begin, i), offset: offset + begin });
      begin = i + 1;
    }
  }
  return parts;
}

/** `day` and `weekday` are equally fine, so naming either leaves the other free. */
const LEVEL: Readonly<Record<FieldName, number>> = {
  year: 0,
  month: 1,
  day: 2,
  weekday: 2,
  hour: 3,
  minute: 4,
  second: 5,
  millisecond: 6,
};

/** What is absent: every value above the finest named field, the first value below it; any weekday. */
function withDefaults(patterns: Partial<Record<FieldName, FieldPattern>>): FieldPatterns {
  const finest = Math.max(...FIELD_NAMES.filter((field) => patterns[field] !== undefined).map((field) => LEVEL[field]));
  const filled = FIELD_NAMES.map((field) => {
    const open = field === 'weekday' || LEVEL[field] <= finest;
    return [field, patterns[field] ?? (open ? EVERY_VALUE : firstValue(field))];
  });
  return Object.fromEntries(filled) as Record<FieldName, FieldPattern>;
}
