const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const padded = (number: number, width: number): string => String(number).padStart(width, '0');

/** `wall` shows the local time in its UTC fields; `offset` is the zone's, in milliseconds. */
type Token = (wall: Date, offset: number) => string;

/** The letters of Unicode's date field symbols that are of use in file names and messages. English names. */
const TOKENS: Readonly<Record<string, Token>> = {
  yyyy: (wall) => padded(wall.getUTCFullYear(), 4),
  yy: (wall) => padded(wall.getUTCFullYear() % 100, 2),
  MMMM: (wall) => MONTHS[wall.getUTCMonth()]!,
  MMM: (wall) => MONTHS[wall.getUTCMonth()]!.slice(0, 3),
  MM: (wall) => padded(wall.getUTCMonth() + 1, 2),
  M: (wall) => String(wall.getUTCMonth() + 1),
  dd: (wall) => padded(wall.getUTCDate(), 2),
  d: (wall) => String(wall.getUTCDate()),
  DDD: (wall) => padded(dayOfYear(wall) + 1, 3),
  EEEE: (wall) => DAYS[wall.getUTCDay()]!,
  EEE: (wall) => DAYS[wall.getUTCDay()]!.slice(0, 3),
  HH: (wall) => padded(wall.getUTCHours(), 2),
  H: (wall) => String(wall.getUTCHours()),
  hh: (wall) => padded(wall.getUTCHours() % 12 || 12, 2),
  h: (wall) => String(wall.getUTCHours() % 12 || 12),
  mm: (wall) => padded(wall.getUTCMinutes(), 2),
  m: (wall) => String(wall.getUTCMinutes()),
  ss: (wall) => padded(wall.getUTCSeconds(), 2),
  s: (wall) => String(wall.getUTCSeconds()),
  SSS: (wall) => padded(wall.getUTCMilliseconds(), 3),
  a: (wall) => (wall.getUTCHours() < 12 ? 'AM' : 'PM'),
  XXX: (_wall, offset) => (offset === 0 ? 'Z' : offsetText(offset, ':')),
  XX: (_wall, offset) => (offset === 0 ? 'Z' : offsetText(offset, '')),
  xxx: (_wall, offset) => offsetText(offset, ':'),
  xx: (_wall, offset) => offsetText(offset, ''),
};

export function dayOfYear(wall: Date): number {
  const start = new Date(wall.getTime());
  start.setUTCMonth(0, 1);
  return Math.round((wall.getTime() - start.getTime()) / 86_400_000);
}

function offsetText(offset: number, colon: string): string {
  const minutes = Math.floor(Math.abs(offset) / 60_000);
  return `${offset < 0 ? '-' : '+'}${padded(Math.floor(minutes / 60), 2)}${colon}${padded(minutes % 60, 2)}`;
}

/** Runs of one letter are fields, `'..'` is text, `''` an apostrophe, everything else stands for itself. */
export function formatWallTime(
  instant: number,
  offset: number,
  format: string,
): { ok: true; text: string } | { ok: false; message: string } {
  const wall = new Date(instant + offset);
  let text = '';
  for (const [piece, quoted] of format.matchAll(/'((?:[^']|'')*)'|([a-zA-Z])\2*|[^a-zA-Z']+|'/g)) {
    if (quoted !== undefined) text += quoted === '' ? "'" : quoted.replaceAll("''", "'");
    else if (piece === "'") return { ok: false, message: "a `'` in the format is not closed" };
    else if (!/^[a-zA-Z]/.test(piece)) text += piece;
    else if (Object.hasOwn(TOKENS, piece)) text += TOKENS[piece]!(wall, offset);
    else return { ok: false, message: unknownField(piece) };
  }
  return { ok: true, text };
}

function unknownField(piece: string): string {
  const other = Object.keys(TOKENS).find((token) => token.toLowerCase() === piece.toLowerCase());
  const hint = other === undefined ? `its fields are ${Object.keys(TOKENS).join(' ')}` : `did you mean \`${other}\`?`;
  return `\`${piece}\` is not a field of a date format: ${hint} (put text in '..')`;
}
