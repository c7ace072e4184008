import { findZone } from '../schedule/zone.ts';
import { FIRST_INSTANT, LAST_INSTANT } from './value.ts';

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** The instant in milliseconds (finer digits are cut off), or undefined when the text is no RFC 3339 time. */
export function parseTimestamp(text: string): number | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  // Date.UTC takes years below 100 for 19xx, and rolls days over: both are caught by reading the date back.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offset = match[8] === undefined ? 0 : offsetMinutes(match[8], match[9]!, match[10]!);
  const milliseconds = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const instant = date.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1_000 + milliseconds;
  return instant >= FIRST_INSTANT && instant <= LAST_INSTANT ? instant : undefined;
}

const offsetMinutes = (sign: string, hours: string, minutes: string): number =>
  (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));

/** RFC 3339 in UTC; milliseconds only where there are some. */
export const formatTimestamp = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');

const UNITS: readonly (readonly [string, bigint])[] = [
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['ns', 1n],
];
/** CEL's durations end at about 10,000 years. */
const MAX_SECONDS = 315_576_000_000n;

export const durationInRange = (nanoseconds: bigint): boolean => {
  const seconds = nanoseconds / 1_000_000_000n;
  return seconds <= MAX_SECONDS && seconds >= -MAX_SECONDS;
};

/** Nanoseconds of `1h30m`, `-1.5s`, `300ms`; undefined when it is no duration. */
export function parseDurationText(text: string): bigint | undefined {
  const negative = text.startsWith('-');
  let rest = text.replace(/^[+-]/, '');
  if (rest === '0') return 0n;
  if (rest === '' || rest.length > 100) return undefined;
  let total = 0n;
  while (rest !== '') {
    const part = /^(\d*)(?:\.(\d*))?(ms|us|µs|ns|h|m|s)/.exec(rest);
    if (part === null || (part[1] === '' && !part[2])) return undefined;
    const unit = UNITS.find(([name]) => name === part[3])![1];
    const fraction = (part[2] ?? '').slice(0, 18);
    total += BigInt(part[1] || '0') * unit + (BigInt(fraction || '0') * unit) / 10n ** BigInt(fraction.length);
    rest = rest.slice(part[0].length);
  }
  return durationInRange(total) ? (negative ? -total : total) : undefined;
}

/** Seconds with as many decimals as needed: `90s`, `-1.5s`. */
export function formatDurationValue(nanoseconds: bigint): string {
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const fraction = String(size % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${nanoseconds < 0n ? '-' : ''}${size / 1_000_000_000n}${fraction === '' ? '' : `.${fraction}`}s`;
}

/** A zone, or what is wrong with its name. Takes IANA names, `UTC` and offsets such as `+02:00`. */
export function zoneOffset(zone: string, instant: number): number | string {
  if (zone === 'UTC') return 0;
  const fixed = /^([+-]?)(\d\d):(\d\d)$/.exec(zone);
  if (fixed !== null) return offsetMinutes(fixed[1]!, fixed[2]!, fixed[3]!) * 60_000;
  const format = formatOf(zone);
  if (format === undefined) {
    const found = findZone(zone);
    return found.ok ? found.value.stretchAt(instant).offset : found.error.message;
  }
  const { GMT, hours = '0', minutes = '0', seconds = '0' } = OFFSET.exec(format.format(instant))?.groups ?? {};
  const size = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  return GMT === '-' ? -size : size;
}

const OFFSET = /GMT(?:(?<GMT>[+-])(?<hours>\d\d):(?<minutes>\d\d)(?::(?<seconds>\d\d))?)?$/;

/** Making a formatter costs as much as a hundred uses of it. Bounded; holds nothing but what its key says. */
const formatsByZone = new Map<string, Intl.DateTimeFormat>();
const MAX_FORMATS = 20;

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = formatsByZone.get(zone);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset', year: 'numeric' });
    if (formatsByZone.size >= MAX_FORMATS) formatsByZone.clear();
    formatsByZone.set(zone, format);
    return format;
  } catch {
    return undefined;
  }
}
