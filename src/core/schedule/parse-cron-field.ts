import { LAST_YEAR } from './civil.ts';
import { exactly, FIELD_RANGES, type FieldName, type FieldTerm, oneOf, valueOfName } from './fields.ts';
import { SyntaxFault } from './problem.ts';

/** Reads one word of a cron expression; `at` is its offset in the whole. Throws SyntaxFault. */
export function parseCronField(field: FieldName, text: string, at: number): FieldTerm[] {
  const terms: FieldTerm[] = [];
  let offset = at;
  for (const item of text.split(',')) {
    terms.push(...parseItem(field, item, offset));
    offset += item.length + 1;
  }
  return terms;
}

/** Cron counts weekdays from Sunday, as 0 and as 7. */
const rangeOf = (field: FieldName) => (field === 'weekday' ? { min: 0, max: 7 } : FIELD_RANGES[field]);

function parseItem(field: FieldName, item: string, at: number): FieldTerm[] {
  if (item === '') throw new SyntaxFault('cron-syntax', `the ${field} field has an empty entry: remove the comma`, at);
  const special = parseSpecial(field, item, at);
  if (special !== undefined) return [special];
  const slash = item.indexOf('/');
  const base = slash < 0 ? item : item.slice(0, slash);
  const step = slash < 0 ? null : parseStep(field, item.slice(slash + 1), at + slash + 1);
  const hash = parseHash(field, base, step, at);
  if (hash !== undefined) return [hash];
  return parseRange(field, base, step, at);
}

function parseStep(field: FieldName, text: string, at: number): number {
  const step = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  const { min, max } = FIELD_RANGES[field];
  if (!(step >= 1))
    throw new SyntaxFault('cron-syntax', `\`${text}\` is not a step: write a whole number from 1 after \`/\``, at);
  if (step > max - min + 1)
    throw new SyntaxFault(
      'cron-range',
      `the step ${step} is longer than the ${field} field (${min} to ${max}), so it would match one value only: write that value`,
      at,
    );
  return step;
}

function parseRange(field: FieldName, base: string, step: number | null, at: number): FieldTerm[] {
  if (base === '*' || base === '?') {
    if (base === '?' && field !== 'day' && field !== 'weekday')
      throw new SyntaxFault('cron-syntax', `\`?\` is for day and weekday only: write \`*\` as ${field}`, at);
    if (step === null) return [{ kind: 'every', step: 1 }];
    // The years that the step divides; the other fields count from their first value.
    if (field === 'year') return [{ kind: 'range', from: step, to: LAST_YEAR, step }];
    return field === 'weekday' ? weekdays(0, 6, step) : [{ kind: 'every', step }];
  }
  const dash = base.indexOf('-');
  const from = parseValue(field, dash < 0 ? base : base.slice(0, dash), at);
  let to = dash < 0 ? from : parseValue(field, base.slice(dash + 1), at + dash + 1);
  if (dash < 0 && step !== null) to = field === 'weekday' ? 6 : FIELD_RANGES[field].max;
  if (dash >= 0 && field === 'weekday' && to === 0 && from > 0) to = 7;
  if (to < from) throw backwards(field, base, from, to, at);
  return field === 'weekday' ? weekdays(from, to, step ?? 1) : [{ kind: 'range', from, to, step: step ?? 1 }];
}

function backwards(field: FieldName, base: string, from: number, to: number, at: number): SyntaxFault {
  const { min, max } = field === 'weekday' ? { min: 0, max: 6 } : FIELD_RANGES[field];
  const part = (a: number, b: number): string => (a === b ? `${a}` : `${a}-${b}`);
  const hint = field === 'year' ? part(to, from) : `${part(from, max)},${part(min, to)}`;
  return new SyntaxFault('cron-range', `the range \`${base}\` runs backwards: write \`${hint}\``, at);
}

function weekdays(from: number, to: number, step: number): FieldTerm[] {
  const terms: FieldTerm[] = [];
  for (let day = from; day <= to; day += step) terms.push(exactly(isoWeekday(day)));
  return terms;
}

const isoWeekday = (cronDay: number): number => (cronDay === 0 ? 7 : cronDay);

function parseValue(field: FieldName, text: string, at: number): number {
  const { min, max } = rangeOf(field);
  if (/^\d+$/.test(text)) {
    const value = Number(text);
    if (value >= min && value <= max) return value;
    throw new SyntaxFault('cron-range', `${text} is not ${oneOf(field)}: it goes from ${min} to ${max}`, at);
  }
  const named = valueOfName(field, text);
  if (named !== undefined) return field === 'weekday' ? named % 7 : named;
  const names = field === 'month' ? ' or a name such as JAN' : field === 'weekday' ? ' or a name such as MON' : '';
  const what = text === '' ? `${oneOf(field)} is missing here` : `\`${text}\` is not ${oneOf(field)}`;
  throw new SyntaxFault('cron-syntax', `${what}: write a number from ${min} to ${max}${names}`, at);
}

/** Hashed days stop at 28, so that every month has them. */
const hashRange = (field: FieldName) =>
  field === 'day' ? { min: 1, max: 28 } : field === 'weekday' ? { min: 0, max: 6 } : FIELD_RANGES[field];

function parseHash(field: FieldName, base: string, step: number | null, at: number): FieldTerm | undefined {
  if (!/^h/i.test(base)) return undefined;
  if (field === 'year') throw new SyntaxFault('cron-syntax', '`H` is not for years: write the year', at);
  const range = hashRange(field);
  if (base.length === 1) return { kind: 'hash', from: range.min, to: range.max, step };
  const match = /^h\((\w+)-(\w+)\)$/i.exec(base);
  if (match === null)
    throw new SyntaxFault('cron-syntax', `\`${base}\` is not a hash: write H, H(0-29) or H/15 as ${field}`, at);
  const from = parseValue(field, match[1]!, at + 2);
  const to = parseValue(field, match[2]!, at + 3 + match[1]!.length);
  if (to < from) throw new SyntaxFault('cron-range', `the range of \`${base}\` runs backwards: swap its ends`, at + 2);
  if (step !== null && step > to - from + 1)
    throw new SyntaxFault(
      'cron-range',
      `the step ${step} is longer than the range of \`${base}\``,
      at + base.length + 1,
    );
  return { kind: 'hash', from, to, step };
}

/** `L`, `L-3`, `LW`, `15W` as day; `5L`, `FRIL`, `5#3`, `FRI#L` as weekday. */
function parseSpecial(field: FieldName, item: string, at: number): FieldTerm | undefined {
  const upper = item.toUpperCase();
  if (field === 'day') return parseSpecialDay(upper, at);
  if (field === 'weekday') return parseSpecialWeekday(upper, at);
  if (/^(L|LW|L-\d+|\d+W|\d+L)$/.test(upper) || upper.includes('#'))
    throw new SyntaxFault('cron-syntax', `\`${item}\` is for day or weekday only, not for ${field}`, at);
  return undefined;
}

function parseSpecialDay(item: string, at: number): FieldTerm | undefined {
  if (item === 'L') return { kind: 'fromEnd', back: 0 };
  if (item === 'LW' || item === 'WL') return { kind: 'lastWorkday' };
  const fromEnd = /^L-(\d+)$/.exec(item);
  if (fromEnd !== null) {
    const back = Number(fromEnd[1]);
    if (back <= 30) return { kind: 'fromEnd', back };
    throw new SyntaxFault('cron-range', `no month has a day ${back} before its last: write L-0 to L-30`, at + 2);
  }
  const workday = /^(\d+)W$/.exec(item);
  if (workday !== null) return { kind: 'nearestWorkday', day: parseValue('day', workday[1]!, at) };
  if (item === 'W') throw new SyntaxFault('cron-syntax', '`W` needs a day: write 15W, or LW for the last workday', at);
  if (/[#]/.test(item))
    throw new SyntaxFault('cron-syntax', `\`${item}\` is for the weekday, the field after month`, at);
  return undefined;
}

function parseSpecialWeekday(item: string, at: number): FieldTerm | undefined {
  if (item === 'L') throw new SyntaxFault('cron-syntax', '`L` needs a weekday: write 5L for the last Friday', at);
  const hash = item.indexOf('#');
  const last = /^(\d+|[A-Z]{3,})L$/.exec(item);
  const name = hash >= 0 ? item.slice(0, hash) : last?.[1];
  if (name === undefined) return undefined;
  const weekday = isoWeekday(parseValue('weekday', name, at) % 7);
  if (last !== null) return { kind: 'lastWeekday', weekday };
  const nth = item.slice(hash + 1);
  if (nth === 'L') return { kind: 'lastWeekday', weekday };
  if (/^[1-5]$/.test(nth)) return { kind: 'nthWeekday', weekday, nth: Number(nth) };
  throw new SyntaxFault('cron-range', `\`#${nth}\` is not a week of the month: write #1 to #5, or #L`, at + hash);
}
