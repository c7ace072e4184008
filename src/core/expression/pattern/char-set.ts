/** A set of code points. `parts` are further sets in it; `test` asks the host's Unicode tables. */
export interface CharSet {
  readonly ranges: readonly (readonly [number, number])[];
  readonly parts?: readonly CharSet[];
  readonly test?: RegExp;
  readonly negated?: boolean;
  readonly ignoreCase?: boolean;
}

export const negate = (set: CharSet): CharSet =>
  set.negated === true || set.ignoreCase === true
    ? { ranges: [], parts: [set], negated: true }
    : { ...set, negated: true };

/** Each of these characters. */
export const singles = (chars: string): CharSet => ({
  ranges: [...chars].map((char) => [char.codePointAt(0)!, char.codePointAt(0)!] as const),
});

/** `cases` are the foldings of one character. */
export function includes(set: CharSet, cases: readonly number[]): boolean {
  const found = set.ignoreCase === true ? cases.some((code) => holds(set, code)) : holds(set, cases[0]!);
  return found !== (set.negated === true);
}

const holds = (set: CharSet, code: number): boolean =>
  set.ranges.some(([from, to]) => code >= from && code <= to) ||
  (set.parts?.some((part) => includes(part, [code])) ?? false) ||
  (set.test?.test(String.fromCodePoint(code)) ?? false);

/** The character itself first, then its other case, where that is one character too. */
export function foldings(code: number): readonly number[] {
  if (code < 128) return ASCII_FOLDINGS[code]!;
  const char = String.fromCodePoint(code);
  const others = [char.toLowerCase(), char.toUpperCase()].filter((other) => other !== char && [...other].length === 1);
  return [code, ...others.map((other) => other.codePointAt(0)!)];
}

const ASCII_FOLDINGS: readonly (readonly number[])[] = Array.from({ length: 128 }, (_, code) =>
  /[a-z]/i.test(String.fromCharCode(code)) ? [code, code ^ 32] : [code],
);

const DIGIT: CharSet = ranges('09');
const SPACE: CharSet = singles('\t\n\f\r ');
const WORD: CharSet = ranges('09AZaz__');

/** `\d`, `\s`, `\w` and their opposites; ASCII, as RE2 has them. */
export function classOf(letter: string): CharSet | undefined {
  switch (letter) {
    case 'd':
      return DIGIT;
    case 'D':
      return negate(DIGIT);
    case 's':
      return SPACE;
    case 'S':
      return negate(SPACE);
    case 'w':
      return WORD;
    case 'W':
      return negate(WORD);
    default:
      return undefined;
  }
}

export const isWordCode = (code: number | undefined): boolean => code !== undefined && holds(WORD, code);

const POSIX: Readonly<Record<string, CharSet>> = {
  alnum: ranges('09AZaz'),
  alpha: ranges('AZaz'),
  ascii: ranges('\x00\x7f'),
  blank: singles('\t '),
  cntrl: ranges('\x00\x1f\x7f\x7f'),
  digit: DIGIT,
  graph: ranges('!~'),
  lower: ranges('az'),
  print: ranges(' ~'),
  punct: ranges('!/:@[`{~'),
  space: singles('\t\n\v\f\r '),
  upper: ranges('AZ'),
  word: WORD,
  xdigit: ranges('09AFaf'),
};

export const posixClass = (name: string): CharSet | undefined => (Object.hasOwn(POSIX, name) ? POSIX[name] : undefined);

/** Made once: the host compiles each to a large table. There are no more than Unicode has names. */
const unicodeClasses = new Map<string, CharSet>();

/** A general category such as `L` or `Lu`, or a script such as `Greek`. */
export function unicodeClass(name: string): CharSet | undefined {
  const known = unicodeClasses.get(name);
  if (known !== undefined) return known;
  for (const source of [`\\p{${name}}`, `\\p{Script=${name}}`]) {
    try {
      const set = { ranges: [], test: new RegExp(source, 'u') };
      unicodeClasses.set(name, set);
      return set;
    } catch {
      // The next form.
    }
  }
  return undefined;
}

/** Pairs of first and last character. */
function ranges(pairs: string): CharSet {
  const codes = [...pairs].map((char) => char.codePointAt(0)!);
  return { ranges: codes.flatMap((code, index) => (index % 2 === 0 ? [[code, codes[index + 1]!] as const] : [])) };
}
