/**
 * A slow, plain second opinion for tests: it walks every instant of a window by a table of offsets, asks of each wall time
 * whether the calendar names it, and shares nothing with the evaluator but the words of the format.
 */
import fc from 'fast-check';

export const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

export type Field = 'year' | 'month' | 'day' | 'weekday' | 'hour' | 'minute' | 'second' | 'millisecond';
type Fields = Readonly<Record<Field, number>>;

/** One field of a random calendar: how it is written and what it means. */
export interface Form {
  readonly field: Field;
  readonly text: string;
  readonly matches: (value: number, wall: Fields, anchor: Fields) => boolean;
}

const RANGES: Readonly<Record<Field, readonly [number, number]>> = {
  year: [1, 9999],
  month: [1, 12],
  day: [1, 31],
  weekday: [1, 7],
  hour: [0, 23],
  minute: [0, 59],
  second: [0, 59],
  millisecond: [0, 999],
};
const ORDER: readonly Field[] = ['year', 'month', 'day', 'weekday', 'hour', 'minute', 'second', 'millisecond'];
const LEVEL: Readonly<Record<Field, number>> = {
  year: 0,
  month: 1,
  day: 2,
  weekday: 2,
  hour: 3,
  minute: 4,
  second: 5,
  millisecond: 6,
};

// ---- what the walk is made of ----

function fieldsOfWall(wall: number): Fields {
  const date = new Date(wall);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay() || 7,
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The offset from the fields that a clock in the zone shows, not from an offset's name. */
function offsetAt(zone: string, instant: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    const numeric = 'numeric';
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
    formats.set(zone, format);
  }
  const [month, day, year, hour, minute, second] = format
    .format(instant)
    .split(/[^\d]+/)
    .map(Number) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

export const fieldsInZone = (zone: string, instant: number): Fields => fieldsOfWall(instant + offsetAt(zone, instant));

/** Offsets from `start` on, in order; each change is found to the minute by looking at every hour. */
type OffsetTable = readonly { readonly start: number; readonly offset: number }[];

function offsetTable(zone: string, from: number, to: number): OffsetTable {
  const table = [{ start: from, offset: offsetAt(zone, from) }];
  for (let hour = from + HOUR; hour <= to; hour += HOUR) {
    if (offsetAt(zone, hour) === table.at(-1)!.offset) continue;
    for (let minute = hour - HOUR + MINUTE; minute <= hour; minute += MINUTE) {
      const offset = offsetAt(zone, minute);
      if (offset !== table.at(-1)!.offset) table.push({ start: minute, offset });
    }
  }
  return table;
}

const lookUp = (table: OffsetTable, instant: number): number =>
  (table.findLast(({ start }) => start <= instant) ?? table[0]!).offset;

// ---- the walk ----

export interface BruteForceOptions {
  readonly zone: string;
  readonly from: number;
  readonly to: number;
  readonly anchor: Fields;
  readonly limit: number;
}

/** The occurrences in (from, to], each with how many wall times of a gap it stands for. */
export function bruteForce(
  forms: readonly Form[],
  { zone, from, to, anchor, limit }: BruteForceOptions,
): { nominal: number; inGap: number }[] {
  const start = Math.floor(from / MINUTE) * MINUTE;
  const table = offsetTable(zone, start - 2 * DAY, to + HOUR);
  const wanted = createMatcher(forms, anchor);
  const found: { nominal: number; inGap: number }[] = [];
  for (let minute = start; minute <= to && found.length < limit; minute += MINUTE) {
    const offset = lookUp(table, minute);
    const before = lookUp(table, minute - 1);
    let inGap = 0;
    if (offset > before && !wanted.everyHour) {
      for (let wall = minute + before; wall < minute + offset; wall += MINUTE) inGap += wanted.inMinute(wall).length;
      if (inGap > 0 && minute > from) found.push({ nominal: minute, inGap });
    }
    if (!wanted.everyHour && isRepeated(table, minute, offset)) continue;
    for (const rest of wanted.inMinute(minute + offset)) {
      const nominal = minute + rest;
      const isTheGapsEnd = rest === 0 && inGap > 0;
      if (nominal > from && nominal <= to && !isTheGapsEnd) found.push({ nominal, inGap: 0 });
      if (found.length >= limit) break;
    }
  }
  return found.slice(0, limit);
}

/** Whether the wall showed the same time before. */
const isRepeated = (table: OffsetTable, instant: number, offset: number): boolean =>
  table.some((other) => {
    const earlier = instant + offset - other.offset;
    return earlier < instant && lookUp(table, earlier) === other.offset;
  });

function createMatcher(forms: readonly Form[], anchor: Fields) {
  const finest = Math.max(...forms.map(({ field }) => LEVEL[field]));
  const accepts = (field: Field, wall: Fields): boolean => {
    const form = forms.find((it) => it.field === field);
    if (form !== undefined) return form.matches(wall[field], wall, anchor);
    return field === 'weekday' || LEVEL[field] <= finest || wall[field] === RANGES[field][0];
  };
  const accepted = (field: Field): number[] => {
    const values: number[] = [];
    for (let value = RANGES[field][0]; value <= RANGES[field][1]; value++) {
      if (accepts(field, { ...anchor, [field]: value })) values.push(value);
    }
    return values;
  };
  const hours = new Set(accepted('hour'));
  const minutes = new Set(accepted('minute'));
  const rests = accepted('second').flatMap((s) => accepted('millisecond').map((ms) => s * 1000 + ms));
  const days = new Map<number, boolean>();
  const dayMatches = (day: number): boolean => {
    let known = days.get(day);
    if (known === undefined) {
      const fields = fieldsOfWall(day * DAY);
      known = (['year', 'month', 'day', 'weekday'] as const).every((field) => accepts(field, fields));
      days.set(day, known);
    }
    return known;
  };
  const none: readonly number[] = [];
  return {
    everyHour: hours.size === 24,
    /** The matching milliseconds of a minute of wall time. */
    inMinute(wall: number): readonly number[] {
      const day = Math.floor(wall / DAY);
      const time = wall - day * DAY;
      if (!hours.has(Math.floor(time / HOUR)) || !minutes.has(Math.floor(time / MINUTE) % 60)) return none;
      return dayMatches(day) ? rests : none;
    },
  };
}

// ---- random calendars ----

const lengthOfMonth = ({ year, month }: Fields): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const isWorkday = ({ year, month }: Fields, day: number): boolean => {
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return weekday !== 0 && weekday !== 6;
};

function nearestWorkday(wall: Fields, day: number): number {
  const length = lengthOfMonth(wall);
  if (day > length) return 0;
  let best = 0;
  for (let candidate = 1; candidate <= length; candidate++) {
    const closer = best === 0 || Math.abs(candidate - day) < Math.abs(best - day);
    if (isWorkday(wall, candidate) && closer) best = candidate;
  }
  return best;
}

type Meaning = Pick<Form, 'text' | 'matches'>;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A plain form; values are mostly near `centre`, so that a window of three days meets them. */
function simpleForm(field: Field, centre: number): fc.Arbitrary<Meaning> {
  const [min, max] = RANGES[field];
  const clamp = (value: number): number => Math.min(Math.max(value, min), max);
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: -1, max: 1 }).map((delta) => clamp(centre + delta)) },
    { weight: 1, arbitrary: fc.integer({ min: field === 'year' ? 1900 : min, max: field === 'year' ? 2200 : max }) },
  );
  const step = fc.integer({ min: 1, max: Math.min(12, max - min + 1) });
  const names = field === 'month' ? MONTHS : field === 'weekday' ? WEEKDAYS : undefined;
  const exact = fc.tuple(value, fc.integer({ min: 0, max: 2 })).map(([v, style]) => ({
    text: style === 0 ? `exact(${v})` : style === 1 && names ? names[v - 1]! : String(v),
    matches: (it: number) => it === v,
  }));
  const range = fc.tuple(value, value, fc.boolean()).map(([a, b, inclusive]) => {
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    return { text: `${from}..${inclusive ? '=' : ''}${to}`, matches: (it: number) => it >= from && it <= to };
  });
  const every = fc.tuple(step, fc.constantFrom('every', 'interval', '+')).map(([n, word]) => ({
    text: word === '+' ? `+${n}` : `${word}(${n})`,
    matches: (it: number, _: Fields, anchor: Fields) => (it - (field === 'year' ? anchor.year : min)) % n === 0,
  }));
  const bounded = fc.tuple(value, value, step).map(([a, b, n]) => {
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    return {
      text: `bounded(${from}, +${n}, ${to})`,
      matches: (it: number) => it >= from && it <= to && (it - from) % n === 0,
    };
  });
  const identity = fc.constant({
    text: 'identity',
    matches: (it: number, _: Fields, anchor: Fields) => it === anchor[field],
  });
  const plain = [
    { weight: 4, arbitrary: exact },
    { weight: 2, arbitrary: range },
    { weight: 3, arbitrary: every },
    { weight: 1, arbitrary: bounded },
    { weight: 1, arbitrary: identity },
  ];
  return field === 'day' ? fc.oneof(...plain, { weight: 3, arbitrary: specialDay(value) }) : fc.oneof(...plain);
}

const specialDay = (value: fc.Arbitrary<number>): fc.Arbitrary<Meaning> =>
  fc.oneof(
    fc.constant({ text: 'L', matches: (day: number, wall: Fields) => day === lengthOfMonth(wall) }),
    fc.integer({ min: 1, max: 31 }).map((n) => ({
      text: `-${n}`,
      matches: (day: number, wall: Fields) => day === lengthOfMonth(wall) + 1 - n,
    })),
    fc.constant({
      text: 'LW',
      matches: (day: number, wall: Fields) => day === nearestWorkday(wall, lengthOfMonth(wall)),
    }),
    value.map((n) => ({ text: `${n}W`, matches: (day: number, wall: Fields) => day === nearestWorkday(wall, n) })),
  );

function formOf(field: Field, centre: number): fc.Arbitrary<Form> {
  const simple = simpleForm(field, centre);
  const list = fc.array(simple, { minLength: 1, maxLength: 3 }).map((forms) => ({
    text: `[${forms.map(({ text }) => text).join(', ')}]`,
    matches: (...args: Parameters<Form['matches']>) => forms.some(({ matches }) => matches(...args)),
  }));
  const any = fc.oneof({ weight: 4, arbitrary: simple }, { weight: 1, arbitrary: list });
  return fc
    .tuple(any, fc.integer({ min: 0, max: 19 }))
    .map(([form, dice]) => ({ field, ...form, text: dice < 2 ? `jitter(${form.text}, ${dice + 1})` : form.text }));
}

// ---- random windows ----

const NOTABLE_ZONES = [
  ...['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Sao_Paulo'],
  ...['Pacific/Apia', 'Africa/Casablanca', 'America/St_Johns', 'Pacific/Chatham', 'Asia/Gaza', 'Antarctica/Troll'],
  ...['America/Havana', 'Asia/Beirut', 'Pacific/Kwajalein', 'America/Santiago', 'Asia/Tehran', 'UTC'],
];
const changesByZone = new Map<string, readonly number[]>();

/** The instants of a year at which the clocks of a zone change, to the hour above. */
function clockChanges(zone: string, year: number): readonly number[] {
  const key = `${zone} ${year}`;
  let changes = changesByZone.get(key);
  if (changes === undefined) {
    const found: number[] = [];
    for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += DAY) {
      const offset = offsetAt(zone, day);
      if (offsetAt(zone, day + DAY) === offset) continue;
      let hour = day;
      while (offsetAt(zone, hour) === offset) hour += HOUR;
      found.push(hour);
    }
    changes = found;
    changesByZone.set(key, changes);
  }
  return changes;
}

const zoneName = fc.oneof(
  fc.constantFrom(...NOTABLE_ZONES),
  fc.constantFrom(...NOTABLE_ZONES),
  fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
);
const yearNumber = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(1993, 2000, 2009, 2011, 2018, 2024, 2025, 2026, 2028, 2050, 2100) },
  { weight: 1, arbitrary: fc.constantFrom(1950, 1973, 2400, 3001, 9997) },
);

/** The middle of a window: half of them at a clock change, a month's end or 29 February, in UTC. */
const windowCentre = fc
  .record({
    zone: zoneName,
    year: yearNumber,
    kind: fc.constantFrom(
      'change',
      'change',
      'change',
      'change',
      'month',
      'leap',
      'any',
      'any',
      'any',
      'any',
      'any',
      'any',
    ),
    pick: fc.nat({ max: 11 }),
    time: fc.integer({ min: 0, max: 366 * DAY }),
  })
  .map(({ zone, year, kind, pick, time }) => {
    const changes = kind === 'change' ? clockChanges(zone, year) : [];
    const monthEnd = Date.UTC(year, pick + 1, 1);
    const special = {
      // A zone without changes that year has a month's end to offer.
      change: changes[pick % Math.max(1, changes.length)] ?? monthEnd,
      month: monthEnd,
      leap: Date.UTC(year - (year % 4), 1, 29),
      any: undefined,
    }[kind];
    // Within an hour of a clock change, within a day of another special date.
    const near =
      special === undefined ? Date.UTC(year, 0, 1) + time : special + (time % (changes.length > 0 ? HOUR : DAY));
    const centre = near - (near % MINUTE);
    // Before the change the wall showed what is then in the gap, after it what is then repeated.
    const offset = offsetAt(zone, centre - (pick % 2) * 2 * HOUR);
    return { zone, centre, offset, atChange: changes.length > 0 };
  })
  // The walk goes minute by minute: it needs offsets of whole minutes, which all zones have had since 1972.
  .filter(({ zone, centre, offset }) => offset % MINUTE === 0 && offsetAt(zone, centre) % MINUTE === 0);

/** At a clock change it is the hour that matters: often no date is named beside it, so that it is met. */
const namedFields = (atChange: boolean): fc.Arbitrary<Field[]> =>
  fc
    .tuple(fc.subarray(ORDER.slice(0, 6), { minLength: 1 }), fc.integer({ min: 0, max: 9 }), fc.boolean())
    .map(([fields, dice, dated]): Field[] => {
      const time = fields.filter((field) => LEVEL[field] > 2 && field !== 'hour');
      const coarse: Field[] = atChange && !dated ? ['hour', ...time] : fields;
      if (dice < 7) return coarse;
      return dice < 9 ? [...coarse, 'second'] : [...coarse, 'second', 'millisecond'];
    });

const close = fc.integer({ min: -2 * HOUR, max: 2 * HOUR });

export const calendarCase = windowCentre.chain(({ zone, centre, offset, atChange }) =>
  namedFields(atChange).chain((fields) => {
    const near = fieldsOfWall(centre + offset);
    return fc.record({
      zone: fc.constant(zone),
      // Evaluations begin before the centre, or close to it: in the middle of a fold, say.
      from: fc.oneof(fc.integer({ min: -2 * DAY, max: -DAY }), close).map((shift) => centre + shift),
      after: fc.oneof(fc.integer({ min: -2 * DAY, max: 3 * DAY }), close).map((shift) => centre + shift),
      anchor: fc.integer({ min: -400 * DAY, max: 400 * DAY }).map((shift) => centre + shift),
      forms: fc.tuple(...fields.map((field) => formOf(field, near[field]))),
    });
  }),
);
