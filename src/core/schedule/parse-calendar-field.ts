import {
  exactly,
  FIELD_RANGES,
  type FieldName,
  type FieldPattern,
  type FieldTerm,
  oneOf,
  valueOfName,
} from './fields.ts';
import { SyntaxFault } from './problem.ts';

/**
 * Reads the form of one calendar field. Throws SyntaxFault with the offset `at` added.
 *
 *     field  = "jitter(" form "," number ")" | form
 *     form   = "[" form { "," form } "]" | "+" n | "every(" n ")" | "interval(" n ")" | "exact(" value ")"
 *            | "bounded(" value "," step "," value ")" | "identity" | value [ ".." ["="] value ] | L | LW | 15W | -2
 */
export function parseCalendarField(field: FieldName, text: string, at: number): FieldPattern {
  const reader = createReader(field, text, at);
  const jitter = reader.takeCall('jitter');
  const terms = parseForm(field, reader);
  if (!jitter) return reader.end({ terms, text: text.trim() });
  reader.expect(',', 'write jitter(form, size)');
  const size = reader.takeNumber();
  reader.expect(')', 'close the jitter with `)`');
  return reader.end({ terms, text: text.trim(), jitter: size });
}

type Reader = ReturnType<typeof createReader>;

function createReader(field: FieldName, text: string, at: number) {
  let position = 0;
  const skipBlanks = () => {
    while (/\s/.test(text[position] ?? '')) position++;
  };
  const rest = (): string => {
    skipBlanks();
    return text.slice(position);
  };
  const fault = (message: string, from = position, code: 'calendar-syntax' | 'calendar-range' = 'calendar-syntax') =>
    new SyntaxFault(code, message, at + from);
  const take = (pattern: RegExp): { readonly text: string; readonly from: number } | undefined => {
    const found = pattern.exec(rest())?.[0];
    if (found === undefined) return undefined;
    const from = position;
    position += found.length;
    return { text: found, from };
  };
  return {
    fault,
    take,
    rest,
    get position() {
      skipBlanks();
      return position;
    },
    takeCall: (name: string): boolean => take(new RegExp(`^${name}\\s*\\(`, 'i')) !== undefined,
    expect(char: string, hint: string) {
      if (!rest().startsWith(char)) throw fault(`\`${char}\` is missing in ${field}: ${hint}`);
      position++;
    },
    takeNumber(): number {
      const number = take(/^\d+(\.\d+)?/);
      if (number === undefined) throw fault(`a number is missing in ${field}`);
      return Number(number.text);
    },
    end<T>(value: T): T {
      if (rest() !== '') throw fault(`\`${rest()}\` is not expected here in ${field}: remove it`);
      return value;
    },
  };
}

function parseForm(field: FieldName, reader: Reader): FieldTerm[] {
  if (reader.take(/^\[/) !== undefined) {
    const terms = parseForm(field, reader);
    while (reader.take(/^,/) !== undefined) {
      if (reader.rest().startsWith(']')) break;
      terms.push(...parseForm(field, reader));
    }
    reader.expect(']', 'close the list with `]`');
    return terms;
  }
  const start = reader.position;
  const call = reader
    .take(/^[a-z]+\s*\(/i)
    ?.text.replace(/\s*\($/, '')
    .toLowerCase();
  if (call !== undefined) return parseCall(field, call, start, reader);
  if (reader.rest().startsWith('+')) return [{ kind: 'every', step: parseStep(field, reader) }];
  if (reader.take(/^identity\b/i) !== undefined) return [{ kind: 'identity' }];
  return parseValues(field, reader);
}

function parseCall(field: FieldName, call: string, start: number, reader: Reader): FieldTerm[] {
  const close = () => reader.expect(')', `close ${call} with \`)\``);
  switch (call) {
    case 'exact': {
      const value = parseOne(field, reader);
      close();
      return [value];
    }
    case 'every':
    case 'interval': {
      const step = parseStep(field, reader);
      close();
      return [{ kind: 'every', step }];
    }
    case 'bounded': {
      const from = parseNumber(field, reader);
      reader.expect(',', 'write bounded(from, +step, to)');
      const named = reader.take(/^(every|interval)\s*\(/i) !== undefined;
      const step = parseStep(field, reader);
      if (named) reader.expect(')', 'close the step with `)`');
      reader.expect(',', 'write bounded(from, +step, to)');
      const to = parseNumber(field, reader);
      close();
      if (to < from)
        throw reader.fault(`bounded(${from}, .., ${to}) runs backwards: swap its ends`, start, 'calendar-range');
      return [{ kind: 'range', from, to, step }];
    }
    case 'jitter':
      throw reader.fault('jitter goes around the whole form: write jitter([..], n)', start);
    default:
      throw reader.fault(
        `\`${call}\` is not a form of a calendar: use exact, every, interval, bounded, jitter or identity`,
        start,
      );
  }
}

function parseStep(field: FieldName, reader: Reader): number {
  const start = reader.position;
  const step = Number(reader.take(/^\+?\s*\d+/)?.text.replace(/[+\s]/g, '') ?? Number.NaN);
  const { min, max } = FIELD_RANGES[field];
  if (!(step >= 1)) throw reader.fault(`the step in ${field} is missing: write a whole number from 1, like +3`, start);
  if (field !== 'year' && step > max - min + 1)
    throw reader.fault(
      `a step of ${step} is longer than the field ${field} (${min} to ${max}), which starts over each time: use a coarser field`,
      start,
      'calendar-range',
    );
  return step;
}

/** A value, or a range of them: `5`, `january`, `1..10`, `mon..=fri`, `-3..-1`, `L`, `LW`, `15W`. */
function parseValues(field: FieldName, reader: Reader): FieldTerm[] {
  const start = reader.position;
  const first = parseOne(field, reader);
  if (reader.take(/^\.\.=?/) === undefined) return [first];
  const last = parseOne(field, reader);
  if (first.kind === 'range' && last.kind === 'range') {
    if (first.from <= last.from) return [{ kind: 'range', from: first.from, to: last.from, step: 1 }];
    const { min, max } = FIELD_RANGES[field];
    const hint = field === 'year' ? 'swap its ends' : `write [${first.from}..${max}, ${min}..${last.from}]`;
    throw reader.fault(
      `the range ${first.from}..${last.from} in ${field} runs backwards: ${hint}`,
      start,
      'calendar-range',
    );
  }
  if (first.kind === 'fromEnd' && last.kind === 'fromEnd') {
    if (first.back < last.back)
      throw reader.fault('this range of days runs backwards: write -3..-1', start, 'calendar-range');
    return Array.from({ length: first.back - last.back + 1 }, (_, i) => ({ kind: 'fromEnd', back: first.back - i }));
  }
  throw reader.fault('a range has two numbers, both from the start of the month or both from its end', start);
}

function parseNumber(field: FieldName, reader: Reader): number {
  const start = reader.position;
  const term = parseOne(field, reader);
  if (term.kind === 'range') return term.from;
  throw reader.fault(`a plain number is needed here in ${field}`, start);
}

function parseOne(field: FieldName, reader: Reader): FieldTerm {
  const word = reader.take(/^-?[A-Za-z0-9_]+(-\d+)?|^\S/);
  if (word === undefined) throw reader.fault(`${field} has no value: ${example(field)}`);
  const { text, from } = word;
  const special = field === 'day' ? specialDay(text) : undefined;
  if (special !== undefined) return inRange(field, special, text, from, reader);
  if (/^\d+$/.test(text)) return inRange(field, exactly(Number(text)), text, from, reader);
  const named = valueOfName(field, text);
  if (named !== undefined) return exactly(named);
  if (text === '*')
    throw reader.fault(`a calendar has no \`*\`: leave ${field} out, or write every(1) as ${field}`, from);
  if (/^-\d+$/.test(text)) throw reader.fault(`${text} counts from the end, which only days do`, from);
  throw reader.fault(`\`${text}\` is not ${oneOf(field)}: ${example(field)}`, from);
}

function specialDay(text: string): FieldTerm | undefined {
  const upper = text.toUpperCase();
  if (upper === 'L') return { kind: 'fromEnd', back: 0 };
  if (upper === 'LW') return { kind: 'lastWorkday' };
  const match = /^(?:L-(\d+)|-(\d+)|(\d+)W)$/.exec(upper);
  if (match === null) return undefined;
  if (match[1] !== undefined) return { kind: 'fromEnd', back: Number(match[1]) };
  if (match[2] !== undefined) return { kind: 'fromEnd', back: Number(match[2]) - 1 };
  return { kind: 'nearestWorkday', day: Number(match[3]) };
}

function inRange(field: FieldName, term: FieldTerm, text: string, from: number, reader: Reader): FieldTerm {
  const { min, max } = FIELD_RANGES[field];
  const fits =
    term.kind === 'range'
      ? term.from >= min && term.from <= max
      : term.kind === 'fromEnd'
        ? term.back >= 0 && term.back < max
        : term.kind !== 'nearestWorkday' || (term.day >= min && term.day <= max);
  if (fits) return term;
  const sunday = field === 'weekday' && text === '0' ? ' (Sunday is 7)' : '';
  throw reader.fault(`${text} is not ${oneOf(field)}: it goes from ${min} to ${max}${sunday}`, from, 'calendar-range');
}

function example(field: FieldName): string {
  if (field === 'month') return 'write 1 to 12 or a name such as january';
  if (field === 'weekday') return 'write 1 (Monday) to 7 or a name such as fri';
  if (field === 'day') return 'write 1 to 31, L, LW, 15W, or -2 from the end of the month';
  const { min, max } = FIELD_RANGES[field];
  return `write ${min} to ${max}, a range 1..10, or a step +3`;
}
