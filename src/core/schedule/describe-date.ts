import type { DayRule } from './day-mask.ts';
import { listWords, ordinal, plainValues, valueWord, valueWords } from './describe-words.ts';
import type { FieldName, FieldPattern, FieldPatterns, FieldTerm } from './fields.ts';
import { matchesEverything } from './fields.ts';

/** `Monday to Friday`, `on the last day of the month in March`; empty when every day is meant. */
export function describeDate(fields: FieldPatterns, dayRule: DayRule): string {
  const days = matchesEverything(fields.day) ? '' : daysWords(fields.day);
  const weekdays = matchesEverything(fields.weekday) ? '' : weekdaysWords(fields.weekday);
  const both = days !== '' && weekdays !== '';
  const onWeekdays =
    plainValues('weekday', fields.weekday) === undefined && weekdays !== '' ? `on ${weekdays}` : weekdays;
  const parts = both ? [days, dayRule === 'or' ? `or ${onWeekdays}` : `if it is ${weekdays}`] : [days, onWeekdays];
  const month = spanWords('month', fields.month);
  const year = spanWords('year', fields.year);
  return [...parts, month, year].filter((part) => part !== '').join(' ');
}

function daysWords(pattern: FieldPattern): string {
  const values = plainValues('day', pattern);
  if (values !== undefined) return `on ${values.length > 1 ? 'days' : 'day'} ${valueWords('day', values)} of the month`;
  return `on ${listWords(pattern.terms.map(dayWords))} of the month`;
}

function dayWords(term: FieldTerm): string {
  switch (term.kind) {
    case 'fromEnd':
      return term.back === 0 ? 'the last day' : `the ${ordinal(term.back + 1)} day from the end`;
    case 'lastWorkday':
      return 'the last workday';
    case 'nearestWorkday':
      return `the workday nearest to day ${term.day}`;
    default:
      return commonWords('day', term);
  }
}

function weekdaysWords(pattern: FieldPattern): string {
  const values = plainValues('weekday', pattern);
  if (values !== undefined) return valueWords('weekday', values);
  return listWords(pattern.terms.map(weekdayWords));
}

function weekdayWords(term: FieldTerm): string {
  switch (term.kind) {
    case 'lastWeekday':
      return `the last ${valueWord('weekday', term.weekday)} of the month`;
    case 'nthWeekday':
      return `the ${ordinal(term.nth)} ${valueWord('weekday', term.weekday)} of the month`;
    default:
      return commonWords('weekday', term);
  }
}

function spanWords(field: 'month' | 'year', pattern: FieldPattern): string {
  if (matchesEverything(pattern)) return '';
  const values = plainValues(field, pattern);
  return `in ${values === undefined ? listWords(pattern.terms.map((term) => commonWords(field, term))) : valueWords(field, values)}`;
}

function commonWords(field: FieldName, term: FieldTerm): string {
  switch (term.kind) {
    case 'every':
      return `every ${ordinal(term.step)} ${field}`;
    case 'identity':
      return `the ${field} of the first run`;
    case 'hash':
      return term.step === null ? `a hashed ${field}` : `every ${ordinal(term.step)} ${field} from a hashed one`;
    case 'range': {
      const range =
        term.from === term.to
          ? valueWord(field, term.from)
          : `${valueWord(field, term.from)} to ${valueWord(field, term.to)}`;
      return term.step > 1 ? `every ${ordinal(term.step)} ${field} from ${range}` : range;
    }
    default:
      return field;
  }
}
