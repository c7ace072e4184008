import { EVERY_VALUE, type FieldName, type FieldPattern, type FieldPatterns, firstValue } from './fields.ts';
import { refuseNever } from './never-fires.ts';
import { parseCronField } from './parse-cron-field.ts';
import { attempt, fail, type ScheduleResult } from './problem.ts';
import type { CronSpec } from './spec.ts';

const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const MACRO_HINTS: Readonly<Record<string, string>> = {
  '@reboot': 'use the trigger `app: start`',
  '@every': 'use the trigger `every: 4s`',
};

const FIVE: readonly FieldName[] = ['minute', 'hour', 'day', 'month', 'weekday'];
const SIX: readonly FieldName[] = ['second', ...FIVE];
const SEVEN: readonly FieldName[] = [...SIX, 'year'];

/**
 * Reads a cron expression of 5 fields, 6 (seconds first) or 7 (a year last), or a macro such as `@daily`.
 * Each problem has the offset of the character it is about; all fields are read, further problems are in `also`.
 */
export function parseCron(text: string): ScheduleResult<CronSpec> {
  const source = text.trim();
  if (source.startsWith('@')) {
    const expanded = MACROS[source.toLowerCase()];
    return expanded === undefined ? unknownMacro(source, text) : withText(parseCron(expanded), source);
  }
  const words = [...text.matchAll(/\S+/g)];
  const names = [FIVE, SIX, SEVEN].find(({ length }) => length === words.length);
  if (names === undefined) return wrongCount(text, words.length);

  const patterns: Partial<Record<FieldName, FieldPattern>> = {};
  const problems = names.flatMap((field, index) => {
    const word = words[index]!;
    const parsed = attempt(() => parseCronField(field, word[0], word.index), { field });
    if (parsed.ok) patterns[field] = { terms: parsed.value, text: word[0] };
    return parsed.ok ? [] : [parsed.error];
  });
  const [first, ...also] = problems;
  if (first !== undefined) return { ok: false, error: also.length > 0 ? { ...first, also } : first };

  const fields: FieldPatterns = {
    year: EVERY_VALUE,
    second: firstValue('second'),
    millisecond: firstValue('millisecond'),
    ...(patterns as Record<'month' | 'day' | 'weekday' | 'hour' | 'minute', FieldPattern>),
  };
  const restricted = (pattern: FieldPattern): boolean => pattern.text !== '*' && pattern.text !== '?';
  const dayRule = restricted(fields.day) && restricted(fields.weekday) ? 'or' : 'and';
  return refuseNever({ kind: 'cron', text: source, fields, dayRule });
}

const withText = (parsed: ScheduleResult<CronSpec>, text: string): ScheduleResult<CronSpec> =>
  parsed.ok ? { ok: true, value: { ...parsed.value, text } } : parsed;

function unknownMacro(source: string, text: string) {
  const word = source.split(/\s/)[0]!.toLowerCase();
  const hint = MACRO_HINTS[word] ?? `use one of ${Object.keys(MACROS).join(', ')}`;
  return fail('cron-syntax', `\`${source}\` is not a cron macro: ${hint}`, { offset: text.indexOf('@') });
}

function wrongCount(text: string, count: number) {
  const what = count === 0 ? 'is empty' : `has ${count} ${count === 1 ? 'field' : 'fields'}`;
  return fail(
    'cron-field-count',
    `\`${text}\` ${what}: write 5 (minute hour day month weekday), 6 (seconds first) or 7 (a year last)`,
    { offset: 0 },
  );
}
