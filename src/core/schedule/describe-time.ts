import { listWords, ordinal, plainValues, valueWords } from './describe-words.ts';
import type { FieldName, FieldPattern, FieldPatterns } from './fields.ts';
import { matchesEverything } from './fields.ts';

type TimeField = 'hour' | 'minute' | 'second' | 'millisecond';

/** Finest first: the sentence begins with what changes fastest. */
const FINEST_FIRST: readonly TimeField[] = ['millisecond', 'second', 'minute', 'hour'];
const MAX_TIMES = 6;

/** `At 09:00 and 17:00`, `Every 15 minutes`, `At minute 30 of every 2nd hour`. */
export function describeTime(fields: FieldPatterns): string {
  const times = timesOfDay(fields);
  if (times !== undefined) return `At ${listWords(times)}`;
  const relevant = FINEST_FIRST.slice(FINEST_FIRST.findIndex((field) => !isZero(fields[field])));
  const [finest, ...coarser] = relevant.map((field) => ({ field, pattern: fields[field] }));
  let words = finestWords(finest!.field, finest!.pattern);
  let needsWhole = !repeats(finest!.pattern);
  for (const { field, pattern } of coarser) {
    if (matchesEverything(pattern)) {
      // `At minute 30` needs `of every hour`, once.
      if (needsWhole) words += ` of every ${field}`;
      needsWhole = false;
    } else {
      words += ` ${coarserWords(field, pattern)}`;
      needsWhole = !repeats(pattern);
    }
  }
  return words;
}

const isZero = (pattern: FieldPattern): boolean => {
  const [only, ...others] = pattern.terms;
  return others.length === 0 && only?.kind === 'range' && only.from === 0 && only.to === 0;
};

/** `Every 15 minutes` and `every 2nd hour` speak of all that is coarser by themselves. */
const repeats = ({ terms }: FieldPattern): boolean => terms.length === 1 && terms[0]?.kind === 'every';

/** All times of the day as clocks show them, when there are few. */
function timesOfDay(fields: FieldPatterns): string[] | undefined {
  const lists = (['hour', 'minute', 'second', 'millisecond'] as const).map((field) =>
    plainValues(field, fields[field]),
  );
  const [hours, minutes, seconds, milliseconds] = lists;
  if (!hours || !minutes || !seconds || !milliseconds) return undefined;
  if (hours.length * minutes.length * seconds.length * milliseconds.length > MAX_TIMES) return undefined;
  const showMs = milliseconds.some((value) => value > 0);
  const showSeconds = showMs || seconds.some((value) => value > 0);
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours.flatMap((h) =>
    minutes.flatMap((m) =>
      seconds.flatMap((s) =>
        milliseconds.map((ms) => {
          const fine = `${showSeconds ? `:${two(s)}` : ''}${showMs ? `.${String(ms).padStart(3, '0')}` : ''}`;
          return `${two(h)}:${two(m)}${fine}`;
        }),
      ),
    ),
  );
}

function finestWords(field: TimeField, pattern: FieldPattern): string {
  const [term, ...others] = pattern.terms;
  if (matchesEverything(pattern)) return `Every ${field}`;
  if (others.length === 0 && term?.kind === 'every') return `Every ${term.step} ${field}s`;
  if (others.length === 0 && term?.kind === 'hash' && term.step !== null)
    return `Every ${term.step} ${field}s from a hashed ${field}`;
  if (others.length === 0 && term?.kind === 'range' && term.step > 1)
    return `Every ${term.step} ${field}s from ${field} ${term.from} to ${term.to}`;
  return `At ${ownWords(field, pattern)}`;
}

/** `minute 30`, `minutes 0 to 10`, `a hashed minute`. */
function ownWords(field: FieldName, pattern: FieldPattern): string {
  const values = plainValues(field, pattern);
  if (values !== undefined) return `${field}${values.length > 1 ? 's' : ''} ${valueWords(field, values)}`;
  const words = pattern.terms.map((term) => {
    if (term.kind === 'hash') return term.step === null ? `a hashed ${field}` : `every ${ordinal(term.step)} ${field}`;
    if (term.kind === 'identity') return `the ${field} of the first run`;
    if (term.kind === 'every') return `every ${ordinal(term.step)} ${field}`;
    if (term.kind !== 'range') return pattern.text;
    if (term.from === term.to) return `${field} ${term.from}`;
    const range = `${field}s ${term.from} to ${term.to}`;
    return term.step > 1 ? `every ${ordinal(term.step)} of ${range}` : range;
  });
  return listWords(words);
}

function coarserWords(field: TimeField, pattern: FieldPattern): string {
  const [term, ...others] = pattern.terms;
  if (field === 'hour' && others.length === 0 && term?.kind === 'range' && term.step === 1)
    return term.from === term.to ? `of hour ${term.from}` : `of the hours ${term.from} to ${term.to}`;
  return `of ${ownWords(field, pattern)}`;
}
